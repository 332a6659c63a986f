package org.plaincqrs.subscription;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.storage.EventPage;

/**
 * Reads the next page while the last one is handled. What has failed, or was not begun when it is
 * wanted, is read by the one who wants it, so that nobody waits for a free thread. For one thread
 * at a time.
 */
final class Ahead {
  /** Reads the page behind a position. */
  interface Reading {
    EventPage behind(long position);
  }

  private record Page(long position, FutureTask<EventPage> task) {}

  private final Engine engine;
  private final Reading reading;
  private @Nullable Page next;

  Ahead(Engine engine, Reading reading) {
    this.engine = engine;
    this.reading = reading;
  }

  /** Begins to read the page behind a position. */
  void begin(long position) {
    FutureTask<EventPage> task = new FutureTask<>(() -> reading.behind(position));
    next = new Page(position, task);
    engine.execute(task);
  }

  /** The page behind a position, read before or now. */
  EventPage behind(long position) {
    Page begun = next;
    next = null;
    if (begun == null || begun.position != position) {
      return reading.behind(position);
    }
    begun.task.run();
    while (true) {
      try {
        return begun.task.get();
      } catch (ExecutionException e) {
        return reading.behind(position);
      } catch (InterruptedException e) {
        // What is being read ends by itself; the worker's interrupts are not its own.
      }
    }
  }
}
