package org.plaincqrs.jdbc.fault;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventName;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.DocumentWrite;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Versioned;

/** What is stored under faults: each event says by which command it was caused. */
final class Work {
  /** The events. */
  sealed interface Event {
    /** The command that caused it. */
    String command();
  }

  /** The usual one. */
  @EventName("done")
  record Done(String command, int index) implements Event {}

  /** One that a fault can be aimed at. */
  @EventName("poison")
  record Poison(String command, int index) implements Event {}

  /** A command. */
  record Act(String what) {}

  /** What it answers. */
  record Answer(String text) {}

  /** What is counted. */
  record Counter(long count) {}

  static final Index<Counter, Long> BY_COUNT = Index.of("count", Long.class, Counter::count);
  static final DocumentType<Counter, String> COUNTERS =
      DocumentType.of("counter", Counter.class, String.class).indexedBy(BY_COUNT);
  static final EventTypes EVENTS = EventTypes.of(Event.class);
  static final String INLINE = "count of all";

  private final UUID id = UUID.randomUUID();
  private final List<Condition> conditions = new ArrayList<>();
  private final List<NewEvent> events = new ArrayList<>();
  private final List<DocumentWrite<?>> writes = new ArrayList<>();
  private boolean remembered = true;

  static StorageModel model(InlineProjection... inline) {
    return new StorageModel(EVENTS, List.of(COUNTERS), List.of(inline), Clock.systemUTC());
  }

  /** Counts every event in a document. */
  static InlineProjection counting() {
    return new InlineProjection() {
      @Override
      public String name() {
        return INLINE;
      }

      @Override
      public void apply(List<RecordedEvent> events, DocumentTransaction transaction) {
        count(events.size(), transaction);
      }
    };
  }

  static void count(long more, DocumentTransaction transaction) {
    Versioned<Counter> before = transaction.find(COUNTERS, "all");
    long count = (before == null ? 0 : before.document().count()) + more;
    transaction.put(COUNTERS, "all", new Versioned<>(new Counter(count), count));
  }

  UUID id() {
    return id;
  }

  int eventCount() {
    return events.size();
  }

  Work append(@Nullable String stream, Tag... tags) {
    return add(stream, new Done(id.toString(), events.size()), tags);
  }

  Work poison(String stream, Tag... tags) {
    return add(stream, new Poison(id.toString(), events.size()), tags);
  }

  private Work add(@Nullable String stream, Event event, Tag... tags) {
    events.add(new NewEvent(UUID.randomUUID(), stream, EVENTS.of(event), event, Set.of(tags)));
    return this;
  }

  Work expect(String stream, long version) {
    conditions.add(new Condition.StreamAt(stream, ExpectedVersion.exactly(version)));
    return this;
  }

  Work expectDocument(String key, long version) {
    conditions.add(new Condition.DocumentAt(COUNTERS, key, ExpectedVersion.exactly(version)));
    return this;
  }

  Work expectNone(EventQuery query, long after) {
    conditions.add(new Condition.NoneSince(query, after));
    return this;
  }

  Work put(String key, long version) {
    writes.add(new DocumentWrite<>(COUNTERS, key, version, new Counter(version)));
    return this;
  }

  Work unremembered() {
    remembered = false;
    return this;
  }

  HandledCommand handled() {
    return new HandledCommand(id, new Act(id.toString()), Answer.class, new Answer("did " + id));
  }

  Commit commit() {
    return new Commit(
        remembered ? handled() : null,
        Metadata.NONE.causedBy(id),
        Instant.now(),
        conditions,
        events,
        writes);
  }
}
