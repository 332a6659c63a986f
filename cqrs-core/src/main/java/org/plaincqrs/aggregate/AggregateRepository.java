package org.plaincqrs.aggregate;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.command.UnitOfWork;
import org.plaincqrs.command.UnitsOfWork;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.AsOf;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.DocumentWrite;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.Verdict;
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
    return type.keyText(key);
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
    String stream = type.streamOf(key);
    Versioned<S> base = snapshot(key);
    A aggregate = type.restore(base.document());
    long version = replay(aggregate, stream, base.version());
    if (base.version() > 0 && version == base.version() && units.log().version(stream) < version) {
      // A snapshot ahead of its stream can't be true; the events are.
      base = new Versioned<>(type.initialState(), 0);
      aggregate = type.restore(base.document());
      version = replay(aggregate, stream, 0);
    }
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
      try {
        Optional<Versioned<S>> found = units.store().documents().find(type.snapshotType(), key);
        if (found.isPresent()) {
          return found.get();
        }
      } catch (RuntimeException e) {
        LOG.warn("The snapshot of {} '{}' can't be read; it is replayed", type.name(), key, e);
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

  @Override
  @Nullable A past(String key, AsOf asOf) {
    if (persistence == Persistence.STATE) {
      throw new UnsupportedOperationException(
          "The past of '"
              + type.name()
              + "' is not kept: it is stored as Persistence.STATE, without its events; store it as"
              + " STATE_AND_EVENTS or EVENTS.");
    }
    String stream = type.streamOf(key);
    A aggregate = type.restore(type.initialState());
    aggregate.isOf(asOf);
    long events =
        asOf.read(
            units.log(),
            stream,
            page -> page.forEach(each -> aggregate.replay(event(stream, each))));
    return events == 0 ? null : aggregate;
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
    boolean changed = aggregate != null && !aggregate.raised().isEmpty();
    checkSaved(tracked, changed);
    if (changed || tracked.guarded) {
      expect(tracked, work);
    }
    if (aggregate != null && changed && persistence != Persistence.EVENTS) {
      work.write(
          new DocumentWrite<>(
              type.stateType(), tracked.key, tracked.version + 1, aggregate.state()));
    }
    if (aggregate != null && changed && persistence != Persistence.STATE) {
      work.append(type.streamOf(tracked.key), aggregate.raised().toArray());
    }
  }

  private void checkSaved(Tracked tracked, boolean changed) {
    A aggregate = tracked.aggregate;
    if (tracked.saved && !changed && tracked.version == 0) {
      throw new IllegalStateException(
          "The new "
              + type.name()
              + " '"
              + tracked.key
              + "' was saved but raised no event, so nothing of it would be stored;"
              + " raise one where it is created.");
    }
    if (aggregate != null && changed && !tracked.saved) {
      throw new IllegalStateException(
          "The "
              + type.name()
              + " '"
              + tracked.key
              + "' raised "
              + aggregate.raised().get(0).getClass().getSimpleName()
              + " but was not saved; call save() before the handler returns.");
    }
  }

  private void expect(Tracked tracked, UnitOfWork work) {
    ExpectedVersion expected = ExpectedVersion.exactly(tracked.version);
    String stream = type.streamOf(tracked.key);
    if (persistence == Persistence.EVENTS) {
      work.expect(new Condition.StreamAt(stream, expected));
      return;
    }
    work.expect(new Condition.DocumentAt(type.stateType(), tracked.key, expected));
    if (persistence == Persistence.STATE_AND_EVENTS && tracked.version == 0) {
      // Events without a state are those of an aggregate that was stored as events before.
      work.expect(new Condition.StreamAt(stream, expected));
    }
  }

  @Override
  void committed(Tracked tracked, Verdict.Committed verdict) {
    A aggregate = tracked.aggregate;
    if (persistence != Persistence.EVENTS
        || snapshots == SnapshotPolicy.NEVER
        || aggregate == null
        || aggregate.raised().isEmpty()) {
      return;
    }
    String stream = type.streamOf(tracked.key);
    long recorded = verdict.events().stream().filter(e -> stream.equals(e.stream())).count();
    long version = tracked.version + aggregate.raised().size();
    // Whoever appended to the stream beside the aggregate made it know less than its stream.
    if (recorded == aggregate.raised().size()
        && snapshots.due(version - tracked.origin.snapshotVersion(), tracked.origin.took())) {
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
                Versioned<S> present = present(transaction, key);
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

  /** The snapshot that is there; null when there is none, or none that can be read. */
  private @Nullable Versioned<S> present(DocumentTransaction transaction, String key) {
    try {
      return transaction.find(type.snapshotType(), key);
    } catch (RuntimeException e) {
      LOG.warn("The snapshot of {} '{}' can't be read and is replaced", type.name(), key, e);
      return null;
    }
  }
}
