package org.plaincqrs.benchmarks.memory;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/** A stream by one page of the log. */
public class OurLoading extends Loading {
  private final OurStore store = new OurStore();

  @Override
  void append(String stream, long before, List<Deposited> events) {
    store.append(stream, before, events);
  }

  /** The stream. */
  @Benchmark
  public Object readStream() {
    return store.log().readStream(STREAM, 0, length);
  }
}
