package org.plaincqrs.storage;

import java.util.List;
import org.plaincqrs.event.EventQuery;

/**
 * The one log of a storage, for reading. Positions run from 1 without a gap, in commit order; what
 * was committed before a call is seen by it. Thread-safe.
 */
public interface EventLog {
  /** The position of the last event, 0 in an empty log. */
  long head();

  /** The version of a stream's last event, 0 when it has none. */
  long version(String stream);

  /**
   * Matching events behind a position, oldest first.
   *
   * @param after the position behind which to start, 0 for the beginning
   * @param limit the most events to return, from 1
   */
  EventPage read(EventQuery query, long after, int limit);

  /**
   * Matching events before a position, newest first.
   *
   * @param before the position before which to start, {@link Long#MAX_VALUE} for the end
   * @param limit the most events to return, from 1
   */
  EventPage readBackward(EventQuery query, long before, int limit);

  /** Events of a stream behind a version, oldest first; {@code through} is a version. */
  EventPage readStream(String stream, long afterVersion, int limit);

  /** Events of a stream before a version, newest first; {@code through} is a version. */
  EventPage readStreamBackward(String stream, long beforeVersion, int limit);

  /**
   * Refuses a limit below 1; for implementations.
   *
   * @throws IllegalArgumentException when it is
   */
  static int checkLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "The limit of a page is " + limit + "; ask for at least 1 event.");
    }
    return limit;
  }

  /** The page of nothing, at the end. */
  static EventPage emptyPage(long through) {
    return new EventPage(List.of(), through, false);
  }
}
