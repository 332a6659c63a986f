package org.plaincqrs.benchmarks.memory;

import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Appends to a stream that must be at its version, each with its ids and time. */
public class EventAppend extends Appends {
  private static final int APPENDS = 20_000;

  /** How many events an append has. */
  @Param({"1", "10"})
  public int events;

  private List<Deposited> payloads;
  private TwoLists lists;
  private OurStore store;

  /** Empty stores. */
  @Setup(Level.Invocation)
  public void open() {
    payloads = Collections.nCopies(events, new Deposited("account", 1));
    lists = new TwoLists();
    store = new OurStore();
  }

  /** The floor. */
  @Benchmark
  @OperationsPerInvocation(APPENDS)
  public Object twoLists() {
    for (int i = 0; i < APPENDS; i++) {
      lists.append(stream(i), versionBefore(i, events), payloads);
    }
    return lists;
  }

  /** A commit without a command. */
  @Benchmark
  @OperationsPerInvocation(APPENDS)
  public Object commit() {
    for (int i = 0; i < APPENDS; i++) {
      store.append(stream(i), versionBefore(i, events), payloads);
    }
    return store;
  }
}
