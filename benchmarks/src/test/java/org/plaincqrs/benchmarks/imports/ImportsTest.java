package org.plaincqrs.benchmarks.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plaincqrs.benchmarks.report.Measurement;
import org.plaincqrs.examples.catalog.Architecture;

class ImportsTest {
  private static final String RUN = "2026-01-01T00:00:00Z";

  private static double score(List<Measurement> results, String benchmark, String... percentile) {
    return results.stream()
        .filter(result -> result.benchmark().equals("imports." + benchmark))
        .filter(result -> List.copyOf(result.parameters().values()).equals(List.of(percentile)))
        .findAny()
        .orElseThrow()
        .score();
  }

  @Test
  void every_store_and_architecture_is_measured() throws Exception {
    List<Measurement> results = Imports.measure(RUN, 1, 3_000, List.of("memory", "h2"));

    assertThat(results)
        .hasSize(2 * 3 * 5)
        .allMatch(result -> result.run().equals(RUN) && result.suite().equals("imports"))
        .allMatch(result -> result.forks().equals(List.of(result.score())) && result.error() == 0);
    for (Architecture architecture : Architecture.values()) {
      Stream.of("memory.", "h2.")
          .map(store -> store + architecture.optionName())
          .forEach(name -> checkFigures(results, name));
    }
  }

  private static void checkFigures(List<Measurement> results, String name) {
    assertThat(score(results, "rate." + name)).isGreaterThan(1);
    assertThat(score(results, "heap." + name)).isBetween(1.0, 300.0);
    assertThat(
            List.of(
                score(results, "latency." + name, "50"),
                score(results, "latency." + name, "99"),
                score(results, "latency." + name, "99.9")))
        .isSorted()
        .allMatch(millis -> millis > 0 && millis < 60_000);
  }

  @Test
  void a_store_that_is_not_there_is_refused() {
    assertThatThrownBy(() -> Imports.measure(RUN, 1, 1, List.of("h2", "paper")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Of the stores [h2, paper] some are unknown; there are [memory, h2, sqlite, postgresql].");
  }
}
