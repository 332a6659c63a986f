package org.plaincqrs.subscription;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of an engine: daemons with names, which end when they have nothing to do. */
final class Threads {
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long IDLE_SECONDS = 10;

  private Threads() {}

  static ThreadPoolExecutor pool(int threads, String name) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, "cqrs-" + name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  static ScheduledThreadPoolExecutor scheduler(String name) {
    ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, named(name));
    scheduler.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    scheduler.allowCoreThreadTimeOut(true);
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return scheduler;
  }

  /**
   * False when interrupted while waiting, which it goes on with: it is not long. The flag is down
   * afterwards.
   */
  static boolean ended(ExecutorService threads, String what) {
    threads.shutdown();
    long deadline = System.nanoTime() + CLOSE_NANOS;
    boolean calm = true;
    while (true) {
      try {
        if (!threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          Quietly.warn(
              "Closing: " + what + " still runs after 30 s and is interrupted",
              new IllegalStateException("It does not end."));
          threads.shutdownNow();
        }
        return !Thread.interrupted() && calm;
      } catch (InterruptedException e) {
        calm = false;
      }
    }
  }
}
