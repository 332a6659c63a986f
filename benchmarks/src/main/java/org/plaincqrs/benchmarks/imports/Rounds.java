package org.plaincqrs.benchmarks.imports;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.plaincqrs.benchmarks.report.Measurement;

/**
 * One import measured again and again.
 *
 * @param run the date of the run
 * @param name store and architecture
 */
record Rounds(String run, String name, List<Figures> figures) {
  List<Measurement> measurements() {
    return List.of(
        of("rate", Map.of(), "commands/s", Figures::rate),
        latency("50", Latencies::p50),
        latency("99", Latencies::p99),
        latency("99.9", Latencies::p999),
        of("heap", Map.of(), "MB", Figures::heap));
  }

  private Measurement latency(String percentile, ToDoubleFunction<Latencies> millis) {
    return of(
        "latency",
        Map.of("percentile", percentile),
        "ms",
        each -> millis.applyAsDouble(each.latencies()));
  }

  private Measurement of(
      String what, Map<String, String> parameters, String unit, ToDoubleFunction<Figures> value) {
    double[] rounds = figures.stream().mapToDouble(value).toArray();
    return Measurement.of(
        run, "imports", "imports." + what + "." + name, parameters, 1, unit, rounds);
  }
}
