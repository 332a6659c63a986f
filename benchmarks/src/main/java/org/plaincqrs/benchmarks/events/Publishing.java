package org.plaincqrs.benchmarks.events;

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

/** One event of one class, in the publisher's thread, to subscribers that count. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
@State(Scope.Benchmark)
public abstract class Publishing {
  static final String TEN_CLASSES = "10 of a class each";

  /** How many subscribers the event has, and whether each is of a class of its own. */
  @Param({"1", "10", TEN_CLASSES})
  public String subscribers;

  Paid event;

  private List<Counter> counters;

  /** Makes the event and its subscribers. */
  @Setup
  public void build() {
    event = new Paid("account-1", 100);
    counters =
        subscribers.equals(TEN_CLASSES)
            ? Counter.ofAClassEach(10)
            : Counter.several(Integer.parseInt(subscribers));
    subscribe(counters);
  }

  /** Registers them with the contender. */
  abstract void subscribe(List<Counter> subscribers);

  /** What the subscribers have counted together. */
  long count() {
    return counters.stream().mapToLong(Counter::count).sum();
  }
}
