package org.plaincqrs.subscription;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Wakes those who wait for a subscription to move; costs a look at a counter when nobody does. */
final class Progress {
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong changes = new AtomicLong();

  /** What is waited for. */
  interface Goal {
    boolean isReached();
  }

  void changed() {
    changes.incrementAndGet();
    if (waiting.get() > 0) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /**
   * Waits for a goal, looked at whenever something has moved and every {@code lookNanos} besides.
   *
   * @return whether it was reached in time
   */
  boolean await(Goal goal, long nanos, long lookNanos) throws InterruptedException {
    if (goal.isReached()) {
      return true;
    }
    long deadline = System.nanoTime() + nanos;
    waiting.incrementAndGet();
    try {
      long seen = changes.get();
      while (!goal.isReached()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        synchronized (this) {
          if (changes.get() == seen) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, Math.min(left, lookNanos)));
          }
        }
        seen = changes.get();
      }
      return true;
    } finally {
      waiting.decrementAndGet();
    }
  }
}
