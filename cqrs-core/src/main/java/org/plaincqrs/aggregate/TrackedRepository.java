package org.plaincqrs.aggregate;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.command.UnitOfWork;
import org.plaincqrs.command.UnitsOfWork;
import org.plaincqrs.storage.AsOf;
import org.plaincqrs.storage.Verdict;

/**
 * What all repositories share: within a unit of work, each aggregate is loaded once and remembered
 * with the version it was loaded at, and has its part in the commit.
 */
abstract class TrackedRepository<A, K> implements IRepository<A, K> {
  /** An aggregate in a unit of work. Version 0: it was looked for and not found, or is new. */
  final class Tracked implements UnitOfWork.Participant {
    final String key;
    final long version;
    final Origin origin;
    @Nullable A aggregate;
    boolean saved;
    boolean guarded;

    Tracked(String key, @Nullable A aggregate, long version) {
      this(key, aggregate, version, Origin.UNKNOWN);
    }

    Tracked(String key, @Nullable A aggregate, long version, Origin origin) {
      this.key = key;
      this.aggregate = aggregate;
      this.version = version;
      this.origin = origin;
    }

    @Override
    public void contribute(UnitOfWork work) {
      TrackedRepository.this.contribute(this, work);
    }

    @Override
    public void committed(Verdict.Committed verdict) {
      TrackedRepository.this.committed(this, verdict);
    }

    private boolean isFor(TrackedRepository<?, ?> repository, String otherKey) {
      return repository == TrackedRepository.this && key.equals(otherKey);
    }
  }

  /**
   * How an event-sourced aggregate came about: from a snapshot at that version (0: none), in that
   * time.
   */
  record Origin(long snapshotVersion, Duration took) {
    private static final Origin UNKNOWN = new Origin(0, Duration.ZERO);
  }

  final UnitsOfWork units;

  TrackedRepository(UnitsOfWork units) {
    this.units = units;
  }

  abstract String typeName();

  abstract String keyText(K key);

  abstract String keyOf(A aggregate);

  /** Loads it; the result is not tracked yet. */
  abstract Tracked load(String key);

  /** The aggregate as it was; null when nothing had happened yet. */
  abstract @Nullable A past(String key, AsOf asOf);

  /** Adds what changed to the commit. */
  abstract void contribute(Tracked tracked, UnitOfWork work);

  /** Whether another instance may take the place of the one that was loaded. */
  abstract boolean replaceable();

  void committed(Tracked tracked, Verdict.Committed verdict) {}

  @Override
  public final Optional<A> find(K key) {
    String text = keyText(key);
    UnitOfWork work = units.current();
    if (work == null) {
      return Optional.ofNullable(load(text).aggregate);
    }
    return Optional.ofNullable(trackedOrLoaded(work, text).aggregate);
  }

  @Override
  public final Optional<A> find(K key, AsOf asOf) {
    return Optional.ofNullable(past(keyText(key), asOf));
  }

  @Override
  public final A get(K key) {
    return find(key).orElseThrow(() -> new AggregateNotFoundException(typeName(), keyText(key)));
  }

  @Override
  public final void guard(K key) {
    UnitOfWork work = units.require("guard() on the repository of '" + typeName() + "'");
    trackedOrLoaded(work, keyText(key)).guarded = true;
  }

  @Override
  public final void save(A aggregate) {
    UnitOfWork work = units.require("save() on the repository of '" + typeName() + "'");
    String text = keyOf(aggregate);
    Tracked tracked = tracked(work, text);
    if (tracked == null) {
      tracked = new Tracked(text, aggregate, 0);
      work.enlist(tracked);
    }
    if (tracked.aggregate != null && tracked.aggregate != aggregate && !replaceable()) {
      throw new IllegalStateException(
          "The "
              + typeName()
              + " '"
              + text
              + "' was found and saved through two instances in one command;"
              + " change and save the one that find() returned.");
    }
    tracked.aggregate = aggregate;
    tracked.saved = true;
  }

  private Tracked trackedOrLoaded(UnitOfWork work, String key) {
    Tracked tracked = tracked(work, key);
    if (tracked == null) {
      tracked = load(key);
      work.enlist(tracked);
    }
    return tracked;
  }

  @SuppressWarnings("unchecked")
  private @Nullable Tracked tracked(UnitOfWork work, String key) {
    for (UnitOfWork.Participant participant : work.participants()) {
      if (participant instanceof TrackedRepository<?, ?>.Tracked tracked
          && tracked.isFor(this, key)) {
        return (Tracked) participant;
      }
    }
    return null;
  }
}
