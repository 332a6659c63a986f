package org.plaincqrs.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementsTest {
  private static final Run FIRST = run("2026-01-01T00:00:00Z");
  private static final Run SECOND = run("2026-01-02T00:00:00Z");

  private static Run run(String date) {
    return new Run(date, "a machine", 2, "17", "abc", "java -jar it", "whole");
  }

  private static Measurement of(Run run, String benchmark, String types, int threads) {
    return Measurement.of(
        run.date(), "dispatch", benchmark, Map.of("types", types), threads, "ns/op", 2.5, 1.5, 2);
  }

  @Test
  void a_run_replaces_what_it_measured_and_keeps_the_rest() {
    Measurement replaced = of(FIRST, "a", "1", 1);
    Measurement ofOtherTypes = of(FIRST, "a", "10", 1);
    Measurement ofOtherThreads = of(FIRST, "a", "1", 2);
    Measurement fresh = of(SECOND, "a", "1", 1);

    Measurements measurements =
        Measurements.NONE
            .with(FIRST, List.of(replaced, ofOtherTypes, ofOtherThreads))
            .with(SECOND, List.of(fresh));

    assertThat(measurements.results())
        .containsExactlyInAnyOrder(fresh, ofOtherTypes, ofOtherThreads);
    assertThat(measurements.runs()).containsExactly(FIRST, SECOND);
  }

  @Test
  void a_run_of_which_nothing_is_left_is_forgotten() {
    Measurements measurements =
        Measurements.NONE
            .with(FIRST, List.of(of(FIRST, "a", "1", 1)))
            .with(SECOND, List.of(of(SECOND, "a", "1", 1)));

    assertThat(measurements.runs()).containsExactly(SECOND);
  }

  @Test
  void what_is_written_is_read(@TempDir Path folder) throws Exception {
    MeasurementFile file = new MeasurementFile(folder.resolve("new").resolve("benchmarks.json"));
    Measurements measurements = Measurements.NONE.with(FIRST, List.of(of(FIRST, "a", "1", 1)));

    file.write(measurements);

    assertThat(file.read()).isEqualTo(measurements);
  }

  @Test
  void the_score_is_the_median_and_the_error_half_of_the_spread() {
    Measurement odd = Measurement.of("", "", "", Map.of(), 1, "ns/op", 9, 1, 2.00004);
    Measurement even = Measurement.of("", "", "", Map.of(), 1, "ns/op", 4, 1, 2, 3);

    assertThat(odd.score()).isEqualTo(2);
    assertThat(odd.error()).isEqualTo(4);
    assertThat(odd.forks()).containsExactly(9.0, 1.0, 2.0);
    assertThat(even.score()).isEqualTo(2.5);
  }

  @Test
  void another_version_of_a_database_replaces_the_one_before() {
    Measurement before = onVersion(FIRST, "18.5");
    Measurement after = onVersion(SECOND, "18.6");

    Measurements both = Measurements.NONE.with(FIRST, List.of(before)).with(SECOND, List.of(after));

    assertThat(both.results()).containsExactly(after);
  }

  private static Measurement onVersion(Run run, String version) {
    Map<String, String> parameters = Map.of("database", "PostgreSQL", Measurement.VERSION, version);
    return Measurement.of(run.date(), "databases", "load.append1", parameters, 1, "commits/s", 1);
  }
}
