package org.plaincqrs.benchmarks.report;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one benchmark came to with one choice of parameters.
 *
 * @param run the date of its run
 * @param suite {@code dispatch} or {@code stores}
 * @param benchmark package, class and method, behind {@code org.plaincqrs.benchmarks}
 * @param score the median of {@code forks}
 * @param error half of what lies between the least and the greatest of {@code forks}
 * @param unit of score and error
 * @param bytes allocated by one operation, or null where that was not measured
 * @param forks for each JVM, the median of its iterations
 */
public record Measurement(
    String run,
    String suite,
    String benchmark,
    SortedMap<String, String> parameters,
    int threads,
    double score,
    double error,
    String unit,
    @Nullable Double bytes,
    List<Double> forks) {

  /** Whether both are of the same measurement, perhaps of different runs. */
  boolean sameAs(Measurement other) {
    return benchmark.equals(other.benchmark)
        && parameters.equals(other.parameters)
        && threads == other.threads;
  }
}
