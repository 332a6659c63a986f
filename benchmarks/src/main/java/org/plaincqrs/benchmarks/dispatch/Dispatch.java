package org.plaincqrs.benchmarks.dispatch;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * One dispatch through one call site, the message classes in an order that no branch predictor can
 * learn: 2^18 random choices from a fixed seed, the same for every contender.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
@State(Scope.Benchmark)
public abstract class Dispatch {
  static final int ORDER = 1 << 18;

  private static final long SEED = 42;

  /** How many message classes take turns. */
  @Param({"1", "10", "100", "700"})
  public int types;

  /** Where a thread is in the order; each has a part of it to itself. */
  @State(Scope.Thread)
  public static class Turn {
    private int start;
    private int mask;
    private int next;

    /** Gives the thread its part. */
    @Setup
    public void begin(ThreadParams threads) {
      int part = Integer.highestOneBit(ORDER / threads.getThreadCount());
      start = part * threads.getThreadIndex();
      mask = part - 1;
    }

    int next() {
      next = (next + 1) & mask;
      return start + next;
    }
  }

  /** Fills {@code places}, of which there are 2^18, with the elements in that order. */
  static <T> T[] inOrder(T[] places, List<? extends T> elements) {
    Random random = new Random(SEED);
    for (int i = 0; i < places.length; i++) {
      places[i] = elements.get(random.nextInt(elements.size()));
    }
    return places;
  }

  /** Fills {@code places} likewise, each with a new message. */
  static <M> M[] inOrderEachNew(M[] places, Kinds<? extends M, ?> kinds) {
    Random random = new Random(SEED);
    for (int i = 0; i < places.length; i++) {
      places[i] = kinds.message(random.nextInt(kinds.handlers().size()));
    }
    return places;
  }
}
