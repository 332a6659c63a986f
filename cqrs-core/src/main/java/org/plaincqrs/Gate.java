package org.plaincqrs;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts the commands in flight, and refuses further ones once closed. The sign bit of the counter
 * says closed.
 */
final class Gate {
  private static final long CLOSED = Long.MIN_VALUE;
  private static final long LOOK_NANOS = 1_000_000;

  private final AtomicLong state = new AtomicLong();

  /** False when it is closed; who is let in leaves. */
  boolean tryEnter() {
    if (state.getAndIncrement() < 0) {
      state.getAndDecrement();
      return false;
    }
    return true;
  }

  void enter() {
    if (!tryEnter()) {
      throw new IllegalStateException("This Cqrs is closed; it takes no further command or query.");
    }
  }

  void leave() {
    state.getAndDecrement();
  }

  /** False when it was closed before. */
  boolean close() {
    return state.getAndUpdate(now -> now | CLOSED) >= 0;
  }

  /** Waits until nothing is in flight, at most that long; returns whether nothing is. */
  boolean drain(long nanos) {
    long deadline = System.nanoTime() + nanos;
    while (state.get() != CLOSED) {
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
    return true;
  }
}
