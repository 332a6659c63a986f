package org.plaincqrs.examples.relay;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.Cqrs;

/** Somebody who makes deposits all the while. */
final class Deposits implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable RuntimeException failure;

  Deposits(Cqrs accounts, int count) {
    thread = new Thread(() -> make(accounts, count), "deposits");
    thread.start();
  }

  private void make(Cqrs accounts, int count) {
    try {
      for (int i = 0; !stopped; i++) {
        accounts.send(new Move("account-" + i % count, 1 + i));
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Stops, and throws what has stopped it before. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
