package org.plaincqrs.jdbc.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that start together; what each brings back is a value. */
final class Crew implements AutoCloseable {
  /** What one thread does. */
  interface Job<T> {
    T run(int thread) throws Exception;
  }

  private static final int PATIENCE_SECONDS = 120;

  private final ExecutorService executor = Executors.newCachedThreadPool();

  /** Begins a job on so many threads, all from one moment. */
  <T> List<Future<T>> begin(int threads, Job<T> job) {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      running.add(
          executor.submit(
              () -> {
                start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return job.run(thread);
              }));
    }
    return running;
  }

  /** What they bring back, in the order of the threads. */
  static <T> List<T> end(List<Future<T>> running) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> each : running) {
      results.add(each.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    return results;
  }

  <T> List<T> run(int threads, Job<T> job) throws Exception {
    return end(begin(threads, job));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
