package org.plaincqrs.benchmarks.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The results with some number of threads and some parameters, whatever their others are.
 *
 * @param parameters name and value
 */
record Choice(int threads, Map<String, String> parameters) {
  static Choice threads(int threads) {
    return new Choice(threads, Map.of());
  }

  /** One thread, and one parameter. */
  static Choice of(String parameter, String value) {
    return new Choice(1, Map.of(parameter, value));
  }

  /** With another parameter. */
  Choice and(String parameter, String value) {
    Map<String, String> more = new HashMap<>(parameters);
    more.put(parameter, value);
    return new Choice(threads, more);
  }

  private boolean matches(Measurement result) {
    return result.threads() == threads
        && result.parameters().entrySet().containsAll(parameters.entrySet());
  }

  /** A benchmark's result, the only one that there should be. */
  Optional<Measurement> result(Measurements measurements, String benchmark) {
    return measurements.results().stream()
        .filter(result -> result.benchmark().equals(benchmark) && matches(result))
        .findFirst();
  }

  private static double number(String value) {
    return value.matches("[0-9.]+") ? Double.parseDouble(value) : Double.POSITIVE_INFINITY;
  }

  /**
   * The values of a parameter that benchmarks were measured with: numbers in their order, then
   * words in theirs.
   */
  List<String> values(Measurements measurements, List<String> benchmarks, String parameter) {
    return measurements.results().stream()
        .filter(result -> benchmarks.contains(result.benchmark()) && matches(result))
        .map(result -> result.parameters().get(parameter))
        .filter(value -> value != null)
        .distinct()
        .sorted(Comparator.comparingDouble(Choice::number).thenComparing(value -> value))
        .toList();
  }
}
