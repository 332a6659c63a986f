package org.plaincqrs.examples.catalog.imports;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Threads that work side by side: what belongs to one key is done by one of them, in its order.
 * With one lane there is no thread but the caller's. Fed by one thread; work that fails fails its
 * feeder, and nothing is begun after it.
 */
public final class Lanes implements AutoCloseable {
  private static final int WAITING_PER_LANE = 32;

  private final List<ExecutorService> threads;
  private final List<? extends Executor> lanes;
  private final int places;
  private final Semaphore free;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** So many of them. */
  public Lanes(int count) {
    threads = count == 1 ? List.of() : Stream.generate(Lanes::thread).limit(count).toList();
    lanes = count == 1 ? List.of(Runnable::run) : threads;
    places = count * WAITING_PER_LANE;
    free = new Semaphore(places);
  }

  private static ExecutorService thread() {
    return Executors.newSingleThreadExecutor(
        runnable -> {
          Thread thread = new Thread(runnable, "import-lane");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Has work done soon; waits while too much does already. */
  public void submit(int key, Runnable work) {
    free.acquireUninterruptibly();
    lanes.get(Math.floorMod(key, lanes.size())).execute(() -> run(work));
    throwFailure();
  }

  private void run(Runnable work) {
    try {
      if (failure.get() == null) {
        work.run();
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      free.release();
    }
  }

  /** Waits until all work is done. */
  public void finish() {
    free.acquireUninterruptibly(places);
    free.release(places);
    throwFailure();
  }

  private void throwFailure() {
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  /** Lets the threads end; work that waits after a failure is not begun. */
  @Override
  public void close() {
    threads.forEach(ExecutorService::shutdown);
    try {
      for (ExecutorService thread : threads) {
        thread.awaitTermination(1, TimeUnit.MINUTES);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
