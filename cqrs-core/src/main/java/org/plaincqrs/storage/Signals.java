package org.plaincqrs.storage;

import java.time.Duration;

/**
 * Words from process to process on one storage: look again, something has changed. A word may get
 * lost or come without need, so whoever waits looks by itself from time to time. Thread-safe.
 */
public interface Signals extends AutoCloseable {
  /** Says it to every process that waits, this one included; never inside a commit. */
  void send();

  /**
   * Waits for a word, for one thread at a time.
   *
   * @return whether one came in time
   * @throws InterruptedException when interrupted; words that came are lost then
   */
  boolean await(Duration timeout) throws InterruptedException;

  /** Wakes who waits, and gives back what it holds. */
  @Override
  void close();
}
