package org.plaincqrs.benchmarks.memory;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.EventType;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.event.TimeOrderedId;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;

/** The library's store in memory, used directly: commits without a command. */
final class OurStore {
  private static final EventTypes TYPES = EventTypes.of(Deposited.class);
  private static final EventType DEPOSITED = TYPES.named("Deposited", 1);

  private final Store store =
      new InMemoryStorage().open(new StorageModel(TYPES, List.of(), List.of(), Clock.systemUTC()));

  EventLog log() {
    return store.log();
  }

  /** Appends events to a stream that must be at that version. */
  long append(String stream, long expected, List<?> payloads) {
    List<NewEvent> events = new ArrayList<>(payloads.size());
    for (Object payload : payloads) {
      events.add(event(stream, payload, Set.of()));
    }
    return commit(new Condition.StreamAt(stream, ExpectedVersion.exactly(expected)), events);
  }

  /** Appends one event with a tag and without a stream. */
  long appendTagged(Tag tag, Object payload) {
    return commit(null, List.of(event(null, payload, Set.of(tag))));
  }

  /** The same, when there is none with that tag behind a position. */
  long appendTaggedSince(Tag tag, Object payload, long after) {
    return commit(
        new Condition.NoneSince(EventQuery.tags(tag), after),
        List.of(event(null, payload, Set.of(tag))));
  }

  private static NewEvent event(@Nullable String stream, Object payload, Set<Tag> tags) {
    return new NewEvent(TimeOrderedId.next(), stream, DEPOSITED, payload, tags);
  }

  /** The position of the commit's last event. */
  private long commit(@Nullable Condition condition, List<NewEvent> events) {
    List<Condition> conditions = condition == null ? List.of() : List.of(condition);
    Verdict verdict =
        store.commit(new Commit(null, Metadata.NONE, Instant.now(), conditions, events, List.of()));
    if (verdict instanceof Verdict.Committed committed) {
      return committed.position();
    }
    throw new IllegalStateException("A commit was refused: " + verdict);
  }
}
