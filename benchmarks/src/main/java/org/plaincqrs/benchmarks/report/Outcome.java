package org.plaincqrs.benchmarks.report;

import java.util.List;

/**
 * What came of measuring.
 *
 * @param failed what a measurement is missing of, in words
 */
public record Outcome(List<Measurement> results, List<String> failed) {
  /** Copies the lists. */
  public Outcome {
    results = List.copyOf(results);
    failed = List.copyOf(failed);
  }
}
