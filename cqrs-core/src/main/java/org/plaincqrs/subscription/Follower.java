package org.plaincqrs.subscription;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.InlineProjection;

/**
 * One projection behind the log. Each page of events, its effect and the checkpoint are one
 * transaction, so the effect of every event is there exactly once, whatever happens in between.
 */
public final class Follower {
  private static final int PAGE = 1_000;

  private final String name;
  private final InlineProjection projection;
  private final DocumentStore documents;
  private volatile long position;
  private volatile @Nullable Throwable failure;

  /**
   * A follower that keeps its checkpoint under {@code name} in {@code documents}, beside what the
   * projection writes.
   */
  public Follower(String name, InlineProjection projection, DocumentStore documents) {
    this.name = name;
    this.projection = projection;
    this.documents = documents;
  }

  /** Takes pages in the calling thread until the end of the log is reached. */
  public void catchUp(EventLog log, EventTypes types) {
    boolean moved = true;
    while (moved) {
      moved = step(log, types);
    }
  }

  String name() {
    return name;
  }

  long position() {
    return position;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  void failed(Throwable cause) {
    failure = cause;
  }

  /**
   * Takes one page; the checkpoint is asked for every time, since it is the only truth.
   *
   * @return whether it moved
   * @throws LogCorruptedException when a position is missing
   */
  boolean step(EventLog log, EventTypes types) {
    long from = documents.checkpoint(name);
    if (position == 0) {
      checkWithin(log, from);
      position = from;
    }
    EventPage page = log.read(EventQuery.all(), from, PAGE);
    checkGapless(from, page);
    if (page.through() > from) {
      List<RecordedEvent> events = upcast(page.events(), types);
      if (!documents.advance(
          new Checkpoint(name, from, page.through()),
          transaction -> projection.apply(events, transaction))) {
        return true;
      }
    }
    position = page.through();
    return page.through() > from;
  }

  private void checkGapless(long from, EventPage page) {
    long expected = from + 1;
    for (RecordedEvent event : page.events()) {
      if (event.position() != expected) {
        throw new LogCorruptedException(name, expected, String.valueOf(event.position()));
      }
      expected++;
    }
    if (page.through() >= expected) {
      throw new LogCorruptedException(name, expected, "none up to " + page.through());
    }
  }

  /**
   * A checkpoint ahead of the log is that of another log; to go on from there would skip events.
   */
  private void checkWithin(EventLog log, long from) {
    long head = log.head();
    if (head < from) {
      throw new LogCorruptedException(name, from, "the end at " + head);
    }
  }

  private static List<RecordedEvent> upcast(List<RecordedEvent> events, EventTypes types) {
    if (!types.hasUpcasters()) {
      return events;
    }
    List<RecordedEvent> result = new ArrayList<>(events.size());
    events.forEach(event -> result.addAll(types.upcast(event)));
    return result;
  }
}
