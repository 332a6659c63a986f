package org.plaincqrs.inmemory.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Lets threads begin together; what each returned or threw comes back as a value. */
final class Race {
  static List<Object> of(int threads, IntFunction<?> runner) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<CompletableFuture<Object>> runs = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      runs.add(
          CompletableFuture.supplyAsync(
              () -> outcome(start, runner, number), task -> new Thread(task).start()));
    }
    List<Object> outcomes = new ArrayList<>();
    for (CompletableFuture<Object> run : runs) {
      outcomes.add(run.get(30, TimeUnit.SECONDS));
    }
    return outcomes;
  }

  private static Object outcome(CyclicBarrier start, IntFunction<?> runner, int number) {
    try {
      start.await(10, TimeUnit.SECONDS);
      return runner.apply(number);
    } catch (Exception e) {
      return e;
    }
  }

  private Race() {}
}
