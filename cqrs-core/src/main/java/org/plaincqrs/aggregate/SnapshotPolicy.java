package org.plaincqrs.aggregate;

import java.time.Duration;

/**
 * When an event-sourced aggregate's state is kept as a snapshot, after a commit. Snapshots only
 * ever save time.
 */
@FunctionalInterface
public interface SnapshotPolicy {
  /**
   * Whether to take one now.
   *
   * @param eventsSince how many events the last snapshot does not hold
   * @param replay how long loading the aggregate took for this command
   */
  boolean due(long eventsSince, Duration replay);

  /** No snapshots. */
  SnapshotPolicy NEVER = (eventsSince, replay) -> false;

  /** Whenever {@code n} events or more are not held by the last one. */
  static SnapshotPolicy everyEvents(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("A snapshot every " + n + " events; say at least 1.");
    }
    return (eventsSince, replay) -> eventsSince >= n;
  }

  /** Whenever loading took {@code limit} or longer. */
  static SnapshotPolicy whenReplayTakes(Duration limit) {
    return (eventsSince, replay) -> eventsSince > 0 && replay.compareTo(limit) >= 0;
  }
}
