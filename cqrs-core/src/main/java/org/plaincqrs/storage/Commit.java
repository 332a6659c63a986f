package org.plaincqrs.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.event.NewEvent;

/**
 * Everything that one command does, as one value: the storage takes all of it or nothing.
 *
 * @param command the command to remember, or null when there is none
 * @param metadata recorded with every event
 * @param time recorded with every event
 * @param conditions what must hold; checked before anything is written
 * @param events appended in this order
 * @param writes put or removed, in this order
 */
public record Commit(
    @Nullable HandledCommand command,
    Metadata metadata,
    Instant time,
    List<Condition> conditions,
    List<NewEvent> events,
    List<DocumentWrite<?>> writes) {
  /**
   * Copies the lists; the time is kept to the microsecond, which every database can store.
   *
   * @throws IllegalArgumentException when the time is too far from 1970 to be counted in those
   */
  public Commit {
    checkCountable(time);
    time = Instant.ofEpochSecond(time.getEpochSecond(), time.getNano() / 1_000 * 1_000L);
    conditions = List.copyOf(conditions);
    events = List.copyOf(events);
    writes = List.copyOf(writes);
  }

  private static void checkCountable(Instant time) {
    try {
      long unused = Instant.EPOCH.until(time, ChronoUnit.MICROS);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "The time of a commit is "
              + time
              + ", more microseconds from 1970 than can be counted; look at the clock.",
          e);
    }
  }
}
