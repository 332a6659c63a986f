package org.plaincqrs.query;

import java.time.Duration;
import java.util.Set;

/**
 * How fresh the views must be that a query reads.
 *
 * @param position the views must have reached it
 * @param timeout how long to wait for that, in all
 * @param orStale whether to answer from what is there when the time is over, or a view has stopped,
 *     instead of throwing
 * @param views the names of those that must have; every following view when there are none
 */
public record Freshness(long position, Duration timeout, boolean orStale, Set<String> views) {
  /** Copies the names. */
  public Freshness {
    views = Set.copyOf(views);
  }

  /** Waits for a position at most that long, and throws when it is not reached. */
  public static Freshness atLeast(long position, Duration timeout) {
    return new Freshness(position, timeout, false, Set.of());
  }

  /** The same, but answers from what is there when the time is over. */
  public Freshness orElseStale() {
    return new Freshness(position, timeout, true, views);
  }

  /** The same of these views only; the others may be behind. */
  public Freshness in(String... names) {
    return new Freshness(position, timeout, orStale, Set.of(names));
  }
}
