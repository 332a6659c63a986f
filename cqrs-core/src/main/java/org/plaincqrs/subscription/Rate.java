package org.plaincqrs.subscription;

import java.util.concurrent.TimeUnit;

/** How many a second, over the last few seconds. For one writer and any readers. */
final class Rate {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private long since = System.nanoTime();
  private long count;
  private double last;

  synchronized void add(int more) {
    roll();
    count += more;
  }

  synchronized double perSecond() {
    roll();
    return last;
  }

  private void roll() {
    long passed = System.nanoTime() - since;
    if (passed >= WINDOW_NANOS) {
      last = (double) count * TimeUnit.SECONDS.toNanos(1) / passed;
      count = 0;
      since += passed;
    }
  }
}
