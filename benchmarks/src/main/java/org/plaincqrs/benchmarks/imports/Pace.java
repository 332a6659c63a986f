package org.plaincqrs.benchmarks.imports;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A constant rate of work, whatever the work takes. Each piece is due at a time that was fixed at
 * the start, and its latency counts from then: where one stalls, all that are due meanwhile are
 * late, and are seen to be. Counted from when they could begin at last, they would look fast
 * ("coordinated omission"). Fed by one thread; the work is done by any.
 */
final class Pace {
  /** A thread that parks comes back about so much late. */
  private static final long PARKING_NANOS = 60_000;

  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int DIGITS = 3;

  private final double intervalNanos;
  private final LongSupplier nanoClock;
  private final Histogram latencies = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
  private final long startNanos;
  private long count;

  /** Starts now. */
  Pace(double perSecond, LongSupplier nanoClock) {
    intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.nanoClock = nanoClock;
    startNanos = nanoClock.getAsLong();
  }

  /** Waits until the next piece of work is due; returns that work with its latency taken down. */
  Runnable next(Runnable work) {
    long due = startNanos + (long) (count++ * intervalNanos);
    waitUntil(due);
    return () -> {
      work.run();
      latencies.recordValue(nanoClock.getAsLong() - due);
    };
  }

  /** Awake at the end: many pieces are due at shorter intervals than a thread can park for. */
  private void waitUntil(long due) {
    long left;
    while ((left = due - nanoClock.getAsLong()) > 0) {
      if (left > PARKING_NANOS) {
        LockSupport.parkNanos(left - PARKING_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /** The latencies of what was done. */
  Latencies latencies() {
    return new Latencies(
        millis(latencies.getValueAtPercentile(50)),
        millis(latencies.getValueAtPercentile(99)),
        millis(latencies.getValueAtPercentile(99.9)),
        millis(latencies.getMaxValue()));
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }
}
