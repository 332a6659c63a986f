package org.plaincqrs.query;

import java.time.Duration;

/**
 * How fresh the views must be that a query reads.
 *
 * @param position every following view must have reached it
 * @param timeout how long to wait for that
 * @param orStale whether to answer from what is there when the time is over, or a view has stopped,
 *     instead of throwing
 */
public record Freshness(long position, Duration timeout, boolean orStale) {
  /** Waits for a position at most that long, and throws when it is not reached. */
  public static Freshness atLeast(long position, Duration timeout) {
    return new Freshness(position, timeout, false);
  }

  /** The same, but answers from what is there when the time is over. */
  public Freshness orElseStale() {
    return new Freshness(position, timeout, true);
  }
}
