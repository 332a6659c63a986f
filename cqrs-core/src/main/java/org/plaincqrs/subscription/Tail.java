package org.plaincqrs.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.EventPage;

/**
 * The end of the log, read once for all the subscriptions of a node that are there. Who comes from
 * further behind reads by himself. Thread-safe.
 *
 * <p>Invariant: {@code events} are those behind position {@code from}, without a hole.
 */
final class Tail {
  private static final int KEPT = 4_096;
  private static final int PAGE = 1_000;

  private final EventLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private List<RecordedEvent> events = new ArrayList<>();
  private long from;

  Tail(EventLog log) {
    this.log = log;
  }

  /**
   * Every event behind a position.
   *
   * @param reader for whom, for messages
   * @throws LogCorruptedException when a position is missing
   */
  EventPage read(String reader, long after, int limit) {
    lock.lock();
    try {
      long through = from + events.size();
      if (after == through) {
        EventPage page = gapless(reader, after, log.read(EventQuery.all(), after, PAGE));
        keep(page.events());
        return slice(after, limit, page.more());
      }
      if (after >= from && after < through) {
        return slice(after, limit, true);
      }
      if (after > through) {
        // Nobody was here for long: begin anew.
        events = new ArrayList<>();
        from = after;
        return read(reader, after, limit);
      }
    } finally {
      lock.unlock();
    }
    return gapless(reader, after, log.read(EventQuery.all(), after, limit));
  }

  private EventPage slice(long after, int limit, boolean more) {
    int first = (int) (after - from);
    int last = Math.min(events.size(), first + limit);
    return new EventPage(
        List.copyOf(events.subList(first, last)),
        Math.max(after, from + last),
        more || last < events.size());
  }

  private void keep(List<RecordedEvent> more) {
    events.addAll(more);
    if (events.size() > KEPT) {
      int dropped = events.size() - KEPT;
      events = new ArrayList<>(events.subList(dropped, events.size()));
      from += dropped;
    }
  }

  /** Refuses a page of the whole log that misses a position. */
  static EventPage gapless(String reader, long after, EventPage page) {
    long expected = after + 1;
    for (RecordedEvent event : page.events()) {
      if (event.position() != expected) {
        throw new LogCorruptedException(reader, expected, String.valueOf(event.position()));
      }
      expected++;
    }
    if (page.through() >= expected) {
      throw new LogCorruptedException(reader, expected, "none up to " + page.through());
    }
    return page;
  }
}
