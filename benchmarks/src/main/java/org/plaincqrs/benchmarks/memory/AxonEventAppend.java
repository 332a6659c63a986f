package org.plaincqrs.benchmarks.memory;

import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Axon's event store in memory, as shipped, outside a unit of work. It checks no version. */
public class AxonEventAppend extends Appends {
  private static final int APPENDS = 20_000;

  /** How many events an append has. */
  @Param({"1", "10"})
  public int events;

  private List<Deposited> payloads;
  private AxonStore store;

  /** An empty store. */
  @Setup(Level.Invocation)
  public void open() {
    payloads = Collections.nCopies(events, new Deposited("account", 1));
    store = new AxonStore();
  }

  /** Appends. */
  @Benchmark
  @OperationsPerInvocation(APPENDS)
  public Object publish() {
    for (int i = 0; i < APPENDS; i++) {
      store.append(stream(i), versionBefore(i, events), payloads);
    }
    return store;
  }
}
