package org.plaincqrs.benchmarks.memory;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/** The floor: the copy of a list. */
public class CopyList extends Loading {
  private final TwoLists lists = new TwoLists();

  @Override
  void append(String stream, long before, List<Deposited> events) {
    lists.append(stream, before, events);
  }

  /** A copy. */
  @Benchmark
  public Object copy() {
    return lists.load(STREAM);
  }
}
