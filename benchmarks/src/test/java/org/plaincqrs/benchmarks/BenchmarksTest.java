package org.plaincqrs.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plaincqrs.benchmarks.report.Measurement;
import org.plaincqrs.benchmarks.report.Outcome;
import org.plaincqrs.benchmarks.report.Run;

class BenchmarksTest {
  private static final Run RUN =
      new Run("2026-01-01T00:00:00Z", "a machine", 2, "17", "abc", "java -jar it", "quick");

  private static Outcome measure(String include, boolean timed) throws Exception {
    Arguments arguments = Arguments.of(List.of("quick"));
    return new JmhPart("dispatch", include, 1, timed, false).measure(RUN, arguments);
  }

  @Test
  void a_benchmark_is_measured() throws Exception {
    Outcome outcome = measure("CommandDispatch.bus$", true);

    assertThat(outcome.failed()).isEmpty();
    assertThat(outcome.results()).hasSize(1);
    Measurement result = outcome.results().get(0);
    assertThat(result.benchmark()).isEqualTo("dispatch.CommandDispatch.bus");
    assertThat(result.parameters()).containsEntry("types", "10").hasSize(1);
    assertThat(result.unit()).isEqualTo("ns/op");
    assertThat(result.score()).isPositive();
    assertThat(result.bytes()).isNotNull();
    assertThat(result.forks()).containsExactly(result.score());
  }

  @Test
  void a_benchmark_that_fails_is_named_and_the_others_are_kept() throws Exception {
    Outcome outcome = measure("FailingBenchmark", false);

    assertThat(outcome.failed()).containsExactly("FailingBenchmark.run, 1 of 2");
    assertThat(outcome.results())
        .singleElement()
        .satisfies(result -> assertThat(result.parameters()).containsEntry("fails", "false"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "everything",
        "quick --out",
        "quick --only",
        "quick --only (",
        "quick --long",
        "dispatch stores",
        "--short"
      })
  void arguments_that_make_no_sense_are_refused(String words) {
    List<String> arguments = words.isEmpty() ? List.of() : List.of(words.split(" "));

    assertThatThrownBy(() -> Arguments.of(arguments)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_program_ends_with_2_when_its_arguments_make_no_sense() throws Exception {
    assertThat(Benchmarks.run(List.of("page", "--long"))).isEqualTo(2);
    assertThat(Benchmarks.run(List.of())).isEqualTo(2);
  }

  @Test
  void help_that_was_asked_for_is_no_mistake() throws Exception {
    assertThat(Benchmarks.run(List.of("--help"))).isZero();
    assertThat(Benchmarks.run(List.of("-h"))).isZero();
  }

  @Test
  void arguments_are_read() {
    Arguments arguments =
        Arguments.of(List.of("stores", "--short", "--large", "--out", "there", "--only", "Append"));

    assertThat(arguments)
        .isEqualTo(new Arguments("stores", Path.of("there"), true, true, "Append"));
    assertThat(arguments.effort()).isEqualTo("short");
  }

  @Test
  void the_page_is_made_anew_without_measuring(@TempDir Path folder) throws Exception {
    assertThat(Benchmarks.run(List.of("page", "--out", folder.toString()))).isZero();

    assertThat(folder.resolve("benchmarks.md")).content().startsWith("# Benchmarks");
    assertThat(Files.exists(folder.resolve("benchmarks.json"))).isFalse();
  }
}
