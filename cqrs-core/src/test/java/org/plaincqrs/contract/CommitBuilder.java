package org.plaincqrs.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.DocumentWrite;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.HandledCommand;

/** Puts a commit together. */
public final class CommitBuilder {
  private final Instant time;
  private final List<Condition> conditions = new ArrayList<>();
  private final List<NewEvent> events = new ArrayList<>();
  private final List<DocumentWrite<?>> writes = new ArrayList<>();
  private Metadata metadata = Metadata.NONE;
  private @Nullable HandledCommand command;

  CommitBuilder(Instant time) {
    this.time = time;
  }

  CommitBuilder append(@Nullable String stream, ContractEvent event, Tag... tags) {
    events.add(
        new NewEvent(
            UUID.randomUUID(), stream, ContractModel.EVENTS.of(event), event, Set.of(tags)));
    return this;
  }

  CommitBuilder tagged(ContractEvent event, Tag... tags) {
    return append(null, event, tags);
  }

  CommitBuilder note(String stream, String text) {
    return append(stream, new ContractEvent.Noted(text));
  }

  CommitBuilder expect(String stream, ExpectedVersion expected) {
    conditions.add(new Condition.StreamAt(stream, expected));
    return this;
  }

  CommitBuilder expect(DocumentType<?, ?> type, String key, ExpectedVersion expected) {
    conditions.add(new Condition.DocumentAt(type, key, expected));
    return this;
  }

  CommitBuilder expectNone(EventQuery query, long after) {
    conditions.add(new Condition.NoneSince(query, after));
    return this;
  }

  <D> CommitBuilder put(DocumentType<D, ?> type, String key, long version, D document) {
    writes.add(new DocumentWrite<>(type, key, version, document));
    return this;
  }

  <D> CommitBuilder remove(DocumentType<D, ?> type, String key) {
    writes.add(new DocumentWrite<>(type, key, 0, null));
    return this;
  }

  CommitBuilder command(HandledCommand newCommand) {
    command = newCommand;
    return this;
  }

  CommitBuilder metadata(Metadata newMetadata) {
    metadata = newMetadata;
    return this;
  }

  Commit build() {
    return new Commit(command, metadata, time, conditions, events, writes);
  }
}
