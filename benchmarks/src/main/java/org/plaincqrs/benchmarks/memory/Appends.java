package org.plaincqrs.benchmarks.memory;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Many appends timed together, on a store that begins empty, to a thousand streams in turns; with
 * room in the heap, since what the garbage collector does with what is kept is not the point.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 40)
@Measurement(iterations = 20)
@Fork(
    value = 3,
    jvmArgs = {"-Xms4g", "-Xmx4g", "-Xmn3g", "-XX:+AlwaysPreTouch"})
@State(Scope.Benchmark)
public abstract class Appends {
  static final int STREAMS = 1_000;

  private final String[] accounts = new String[STREAMS];

  Appends() {
    for (int i = 0; i < STREAMS; i++) {
      accounts[i] = "account-" + i;
    }
  }

  /** The stream of the append with that number. */
  String stream(int number) {
    return accounts[number % STREAMS];
  }

  /** The version of its stream before it, when each appends so many events. */
  static long versionBefore(int number, int events) {
    return (long) (number / STREAMS) * events;
  }
}
