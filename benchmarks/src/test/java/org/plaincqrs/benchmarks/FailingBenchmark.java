package org.plaincqrs.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Fails with one of its parameters. */
@State(Scope.Benchmark)
public class FailingBenchmark {
  /** Whether to. */
  @Param({"false", "true"})
  public boolean fails;

  /** Fails, or not. */
  @Benchmark
  public Object run() {
    if (fails) {
      throw new IllegalStateException("This is meant to fail.");
    }
    return this;
  }
}
