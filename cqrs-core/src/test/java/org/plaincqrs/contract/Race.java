package org.plaincqrs.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that start together; what each brings back is a value. */
final class Race implements AutoCloseable {
  /** What one thread does. */
  interface Runner<T> {
    T run(int thread) throws Exception;
  }

  private static final int PATIENCE_SECONDS = 60;

  private final int threads;
  private final ExecutorService executor;

  Race(int threads) {
    this.threads = threads;
    executor = Executors.newFixedThreadPool(threads);
  }

  /** Lets every thread run once, all from one moment; the results in the order of the threads. */
  <T> List<T> run(Runner<T> runner) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      running.add(
          executor.submit(
              () -> {
                start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return runner.run(thread);
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> each : running) {
      results.add(each.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    return results;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
