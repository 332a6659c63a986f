package org.plaincqrs.aggregate;

import java.time.Duration;
import java.util.Optional;
import org.plaincqrs.command.UnitOfWork;
import org.plaincqrs.command.UnitsOfWork;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.DocumentWrite;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.Versioned;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Aggregates that raise events, stored as a {@link Persistence} says. */
public final class AggregateRepository<A extends Aggregate<S, E>, K, S, E>
    extends TrackedRepository<A, K> {
  private static final Logger LOG = LoggerFactory.getLogger(AggregateRepository.class);
  private static final int PAGE = 1_000;

  private final AggregateType<A, K, S, E> type;
  private final Persistence persistence;
  private final SnapshotPolicy snapshots;

  /** A repository of that type. */
  public AggregateRepository(
      UnitsOfWork units,
      AggregateType<A, K, S, E> type,
      Persistence persistence,
      SnapshotPolicy snapshots) {
    super(units);
    this.type = type;
    this.persistence = persistence;
    this.snapshots = snapshots;
  }

  @Override
  String typeName() {
    return type.name();
  }

  @Override
  String keyText(K key) {
    return type.stateType().key(key);
  }

  @Override
  String keyOf(A aggregate) {
    return type.key(aggregate);
  }

  @Override
  boolean replaceable() {
    return false;
  }

  @Override
  Tracked load(String key) {
    return persistence == Persistence.EVENTS ? replay(key) : restore(key);
  }

  private Tracked restore(String key) {
    Optional<Versioned<S>> found = units.store().documents().find(type.stateType(), key);
    return found.isEmpty()
        ? new Tracked(key, null, 0)
        : new Tracked(key, type.restore(found.get().document()), found.get().version());
  }

  private Tracked replay(String key) {
    long start = System.nanoTime();
    Versioned<S> base = snapshot(key);
    A aggregate = type.restore(base.document());
    long version = replay(aggregate, type.streamOf(key), base.version());
    return version == 0
        ? new Tracked(key, null, 0)
        : new Tracked(
            key,
            aggregate,
            version,
            new Origin(base.version(), Duration.ofNanos(System.nanoTime() - start)));
  }

  private Versioned<S> snapshot(String key) {
    if (snapshots != SnapshotPolicy.NEVER) {
      Optional<Versioned<S>> found = units.store().documents().find(type.snapshotType(), key);
      // A snapshot ahead of its stream can't be true; the events are.
      if (found.isPresent() && found.get().version() <= units.log().version(type.streamOf(key))) {
        return found.get();
      }
    }
    return new Versioned<>(type.initialState(), 0);
  }

  private long replay(A aggregate, String stream, long after) {
    long version = after;
    EventPage page;
    do {
      page = units.log().readStream(stream, version, PAGE);
      for (RecordedEvent event : page.events()) {
        aggregate.replay(event(stream, event));
      }
      version = page.through();
    } while (page.more());
    return version;
  }

  private E event(String stream, RecordedEvent event) {
    if (!type.eventClass().isInstance(event.payload())) {
      throw new IllegalStateException(
          "Stream '"
              + stream
              + "' has at version "
              + event.version()
              + " (position "
              + event.position()
              + ") an event '"
              + event.type()
              + "', which is no "
              + type.eventClass().getSimpleName()
              + "; append to an aggregate's stream through its repository only.");
    }
    return type.eventClass().cast(event.payload());
  }

  @Override
  void contribute(Tracked tracked, UnitOfWork work) {
    A aggregate = tracked.aggregate;
    if (aggregate == null
        || (aggregate.raised().isEmpty() && (tracked.version > 0 || !tracked.saved))) {
      return;
    }
    if (aggregate.raised().isEmpty()) {
      throw new IllegalStateException(
          "The new "
              + type.name()
              + " '"
              + tracked.key
              + "' was saved but raised no event, so nothing of it would be stored;"
              + " raise one where it is created.");
    }
    if (!tracked.saved) {
      throw new IllegalStateException(
          "The "
              + type.name()
              + " '"
              + tracked.key
              + "' raised "
              + aggregate.raised().get(0).getClass().getSimpleName()
              + " but was not saved; call save() before the handler returns.");
    }
    ExpectedVersion expected = ExpectedVersion.exactly(tracked.version);
    if (persistence == Persistence.EVENTS) {
      work.expect(new Condition.StreamAt(type.streamOf(tracked.key), expected));
    } else {
      DocumentType<S, K> stateType = type.stateType();
      work.expect(new Condition.DocumentAt(stateType, tracked.key, expected));
      work.write(
          new DocumentWrite<>(stateType, tracked.key, tracked.version + 1, aggregate.state()));
    }
    if (persistence != Persistence.STATE) {
      work.append(type.streamOf(tracked.key), aggregate.raised().toArray());
    }
  }

  @Override
  void committed(Tracked tracked) {
    A aggregate = tracked.aggregate;
    if (persistence != Persistence.EVENTS
        || aggregate == null
        || !tracked.saved
        || aggregate.raised().isEmpty()) {
      return;
    }
    long version = tracked.version + aggregate.raised().size();
    if (snapshots.due(version - tracked.origin.snapshotVersion(), tracked.origin.took())) {
      keep(tracked.key, new Versioned<>(aggregate.state(), version));
    }
  }

  private void keep(String key, Versioned<S> snapshot) {
    try {
      long streamVersion = units.log().version(type.streamOf(key));
      units
          .store()
          .documents()
          .write(
              transaction -> {
                Versioned<S> present = transaction.find(type.snapshotType(), key);
                // Taken after the commit, so a slower thread may come with an older one; one that
                // can't be true gives way.
                if (present == null
                    || present.version() < snapshot.version()
                    || present.version() > streamVersion) {
                  transaction.put(type.snapshotType(), key, snapshot);
                }
              });
    } catch (RuntimeException e) {
      LOG.warn(
          "No snapshot was taken of {} '{}' at version {}; it will be replayed",
          type.name(),
          key,
          snapshot.version(),
          e);
    }
  }
}
