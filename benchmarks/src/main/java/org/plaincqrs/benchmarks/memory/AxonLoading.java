package org.plaincqrs.benchmarks.memory;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/** Axon's engine in memory, which looks at all that it has. */
public class AxonLoading extends Loading {
  private final AxonStore store = new AxonStore();

  @Override
  void append(String stream, long before, List<Deposited> events) {
    store.append(stream, before, events);
  }

  /** The stream. */
  @Benchmark
  public Object readEvents() {
    return store.load(STREAM);
  }
}
