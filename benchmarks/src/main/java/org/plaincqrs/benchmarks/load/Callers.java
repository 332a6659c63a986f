package org.plaincqrs.benchmarks.load;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** So many threads that do the same work. */
record Callers(int count, boolean virtual) {
  static Callers platform(int count) {
    return new Callers(count, false);
  }

  static Callers virtual(int count) {
    return new Callers(count, true);
  }

  static boolean canBeVirtual() {
    return Runtime.version().feature() >= 21;
  }

  /**
   * What they came to.
   *
   * @param rate things a second
   * @param micros processor time for each thing
   */
  record Pace(double rate, double micros) {}

  /** How fast they do it, after a warm-up. */
  Pace pace(Work work, Cpu cpu, Settings settings) throws Exception {
    Run run = new Run(work);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int caller = i;
      threads.add(start(() -> run.repeat(caller)));
    }
    run.sleep(settings.warmUpSeconds());
    long cpuBefore = cpu.nanos();
    long before = run.done.sum();
    long start = System.nanoTime();
    run.sleep(settings.seconds());
    long after = run.done.sum();
    double elapsed = (System.nanoTime() - start) / 1e9;
    long used = cpu.nanos() - cpuBefore;
    run.stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
    run.check();
    return new Pace((after - before) / elapsed, used / 1e3 / Math.max(1, after - before));
  }

  /** Virtual threads by reflection, since this compiles for Java 17. */
  private Thread start(Runnable runnable) throws ReflectiveOperationException {
    if (!virtual) {
      Thread thread = new Thread(runnable);
      thread.start();
      return thread;
    }
    try {
      return (Thread)
          Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, runnable);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("A virtual thread could not be started.", e);
    }
  }

  private static final class Run {
    private final Work work;
    private final LongAdder done = new LongAdder();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    private Run(Work work) {
      this.work = work;
    }

    private void repeat(int caller) {
      try {
        while (!stopped) {
          done.add(work.once(caller));
        }
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
        stopped = true;
      }
    }

    private void sleep(double seconds) throws InterruptedException {
      long end = System.nanoTime() + (long) (seconds * 1e9);
      while (!stopped && System.nanoTime() - end < 0) {
        TimeUnit.MILLISECONDS.sleep(
            Math.max(1, Math.min(100, (end - System.nanoTime()) / 1_000_000)));
      }
    }

    private void check() {
      Throwable thrown = failure.get();
      if (thrown != null) {
        throw new IllegalStateException("A caller failed.", thrown);
      }
    }
  }
}
