package org.plaincqrs.benchmarks.memory;

import java.util.Collections;
import java.util.List;
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

/**
 * Loads one stream, whose events lie evenly among those of other streams. The young generation is
 * small, since the larger it is the less of what a load allocates lies in a cache.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 3,
    jvmArgs = {"-Xms4g", "-Xmx4g", "-Xmn512m"})
@State(Scope.Benchmark)
public abstract class Loading {
  static final String STREAM = "account";

  private static final int STREAM_LENGTH_OF_OTHERS = 100;
  private static final Deposited EVENT = new Deposited(STREAM, 1);

  /** How many events the stream has. */
  @Param({"10", "100", "1000"})
  public int length;

  /** How many the other streams have together. */
  @Param({"10000", "100000", "1000000"})
  public int others;

  /** Fills the contender's store. */
  @Setup
  public void fill() {
    int other = 0;
    for (int i = 0; i < length; i++) {
      append(STREAM, i, List.of(EVENT));
      for (long until = (i + 1L) * others / length; other < until; ) {
        int position = other % STREAM_LENGTH_OF_OTHERS;
        int count = (int) Math.min(until - other, STREAM_LENGTH_OF_OTHERS - position);
        String stream = "other-" + other / STREAM_LENGTH_OF_OTHERS;
        append(stream, position, Collections.nCopies(count, EVENT));
        other += count;
      }
    }
  }

  /** Appends to a stream that is at that version. */
  abstract void append(String stream, long before, List<Deposited> events);
}
