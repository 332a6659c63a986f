package org.plaincqrs.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one benchmark came to with one choice of parameters.
 *
 * @param run the date of its run
 * @param suite the one that measures it
 * @param benchmark package, class and method, behind {@code org.plaincqrs.benchmarks}; or a name
 *     that begins with the package
 * @param score the median of {@code forks}
 * @param error half of what lies between the least and the greatest of {@code forks}
 * @param unit of score and error
 * @param bytes allocated by one operation, or null where that was not measured
 * @param micros processor time of one operation, the database's too, or null where that was not
 *     measured
 * @param forks for each JVM the median of its iterations; for each round what it came to, in order
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
    @Nullable Double micros,
    List<Double> forks) {
  /** The parameter that says which version of something it was. */
  public static final String VERSION = "version";

  private static final MathContext DIGITS = new MathContext(4);

  /** Whether both are of the same measurement, perhaps of different runs. */
  boolean sameAs(Measurement other) {
    return benchmark.equals(other.benchmark)
        && chosen().equals(other.chosen())
        && threads == other.threads;
  }

  private Map<String, String> chosen() {
    Map<String, String> chosen = new HashMap<>(parameters);
    chosen.remove(VERSION);
    return chosen;
  }

  /** What several JVMs or rounds came to, without a figure of bytes or of processor time. */
  public static Measurement of(
      String run,
      String suite,
      String benchmark,
      Map<String, String> parameters,
      int threads,
      String unit,
      double... forks) {
    double[] sorted = forks.clone();
    Arrays.sort(sorted);
    return new Measurement(
        run,
        suite,
        benchmark,
        new TreeMap<>(parameters),
        threads,
        rounded(median(sorted)),
        rounded((sorted[sorted.length - 1] - sorted[0]) / 2),
        unit,
        null,
        null,
        Arrays.stream(forks).mapToObj(Measurement::rounded).toList());
  }

  /** The same with what one operation allocates. */
  public Measurement withBytes(double allocated) {
    return new Measurement(
        run,
        suite,
        benchmark,
        parameters,
        threads,
        score,
        error,
        unit,
        rounded(allocated),
        micros,
        forks);
  }

  /** The same with the processor time of one operation. */
  public Measurement withMicros(double used) {
    return new Measurement(
        run,
        suite,
        benchmark,
        parameters,
        threads,
        score,
        error,
        unit,
        bytes,
        rounded(used),
        forks);
  }

  /** The middle one, or half-way between the middle two. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** To so many digits, not decimals: there are hundreds of thousands and thousandths. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
