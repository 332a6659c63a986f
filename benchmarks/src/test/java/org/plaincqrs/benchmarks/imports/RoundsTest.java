package org.plaincqrs.benchmarks.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plaincqrs.benchmarks.report.Measurement;

class RoundsTest {
  private static Figures figures(double rate, double p50) {
    return new Figures(rate, new Latencies(p50, 2, 3, 4), 10);
  }

  @Test
  void rounds_come_to_their_median_and_half_their_spread() {
    List<Figures> figures = List.of(figures(3_000, 0.5), figures(1_000, 0.5), figures(2_500, 0.5));

    List<Measurement> results = new Rounds("now", "h2.two-stores", figures).measurements();

    assertThat(results).hasSize(5);
    Measurement rate = results.get(0);
    assertThat(rate.benchmark()).isEqualTo("imports.rate.h2.two-stores");
    assertThat(rate.parameters()).isEmpty();
    assertThat(rate.score()).isEqualTo(2_500);
    assertThat(rate.error()).isEqualTo(1_000);
    assertThat(rate.forks()).containsExactly(3_000.0, 1_000.0, 2_500.0);
  }

  @Test
  void short_latencies_keep_their_digits() {
    List<Figures> figures = List.of(figures(1, 0.00123456), figures(1, 0.00123456));

    Measurement p50 = new Rounds("now", "memory.one-store", figures).measurements().get(1);

    assertThat(p50.benchmark()).isEqualTo("imports.latency.memory.one-store");
    assertThat(p50.parameters()).isEqualTo(Map.of("percentile", "50"));
    assertThat(p50.unit()).isEqualTo("ms");
    assertThat(p50.score()).isEqualTo(0.001235);
  }
}
