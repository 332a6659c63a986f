package org.plaincqrs.benchmarks.memory;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Tag;

/**
 * What a log costs that holds so many events already, of a thousand tags. A thousand appends are
 * timed together, few enough that the log stays of about that size; every iteration has a new log.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(
    value = 3,
    jvmArgs = {"-Xms4g", "-Xmx4g"})
@State(Scope.Benchmark)
public class GrowingLog {
  private static final int OPERATIONS = 1_000;
  private static final int TAGS = 1_000;
  private static final int WARM_UP = 1_000_000;
  private static final Deposited EVENT = new Deposited("account", 1);

  /** How many events the log holds. */
  @Param({"10000", "100000", "1000000"})
  public int log;

  private final Tag[] tags = new Tag[TAGS];
  private final long[] last = new long[TAGS];
  private OurStore store;

  /** Has the compiler see all of it, on a log that is thrown away. */
  @Setup
  public void warmUp() {
    for (int i = 0; i < TAGS; i++) {
      tags[i] = Tag.of("account", Integer.toString(i));
    }
    store = new OurStore();
    for (int i = 0; i < Math.min(log * 100L, WARM_UP); i++) {
      appendSince(i % TAGS);
    }
    for (int i = 0; i < OPERATIONS; i++) {
      catchUp();
    }
  }

  /** Fills a new log. */
  @Setup(Level.Iteration)
  public void fill() {
    store = new OurStore();
    for (int i = 0; i < log; i++) {
      last[i % TAGS] = store.appendTagged(tags[i % TAGS], EVENT);
    }
  }

  /** Forgets it. */
  @TearDown(Level.Iteration)
  public void forget() {
    store = new OurStore();
    Arrays.fill(last, 0);
  }

  /** Appends without a condition. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public Object append() {
    for (int i = 0; i < OPERATIONS; i++) {
      store.appendTagged(tags[i % TAGS], EVENT);
    }
    return store;
  }

  /** Appends each when there is none with its tag since the last. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public Object conditionalAppend() {
    for (int i = 0; i < OPERATIONS; i++) {
      appendSince(i % TAGS);
    }
    return store;
  }

  private void appendSince(int tag) {
    last[tag] = store.appendTaggedSince(tags[tag], EVENT, last[tag]);
  }

  /** Reads a thousand events from the middle of the log, as a view that catches up. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public Object catchUp() {
    long middle = store.log().head() / 2;
    return store.log().read(EventQuery.all(), middle - OPERATIONS / 2, OPERATIONS);
  }
}
