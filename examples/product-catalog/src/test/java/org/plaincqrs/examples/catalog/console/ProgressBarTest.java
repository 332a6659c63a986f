package org.plaincqrs.examples.catalog.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private static final long MILLI = 1_000_000;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long nowNanos;

  @Test
  void without_a_terminal_a_plain_line_comes_at_each_quarter() {
    try (ProgressBar bar = ProgressBar.plain("Import", 4_000, out, () -> nowNanos)) {
      run(bar, 4_000, MILLI);
    }

    assertThat(shown().lines())
        .containsExactly(
            "Import: 0 % (0 of 4,000)",
            "Import: 25 % (1,000 of 4,000, 1,000/s, 3 s left)",
            "Import: 50 % (2,000 of 4,000, 1,000/s, 2 s left)",
            "Import: 75 % (3,000 of 4,000, 1,000/s, 1 s left)",
            "Import: 100 % (4,000 of 4,000, 1,000/s)");
  }

  @Test
  void quarters_of_an_odd_total_are_rounded_up() {
    try (ProgressBar bar = ProgressBar.plain("Import", 3, out, () -> nowNanos)) {
      run(bar, 3, 1_000 * MILLI);
    }

    assertThat(shown().lines())
        .containsExactly(
            "Import: 0 % (0 of 3)",
            "Import: 33 % (1 of 3, 1/s, 2 s left)",
            "Import: 66 % (2 of 3, 1/s, 1 s left)",
            "Import: 100 % (3 of 3, 1/s)");
  }

  @Test
  void work_that_stops_early_tells_where_without_a_terminal() {
    try (ProgressBar bar = ProgressBar.plain("Import", 10, out, () -> nowNanos)) {
      run(bar, 2, 1_000 * MILLI);
    }

    assertThat(shown().lines())
        .containsExactly("Import: 0 % (0 of 10)", "Import: 20 % (2 of 10, 1/s, 8 s left)");
  }

  @Test
  void nothing_to_do_is_complete_at_once() {
    ProgressBar.plain("Import", 0, out, () -> nowNanos).close();

    assertThat(shown().lines()).containsExactly("Import: 100 % (0 of 0)");
  }

  @Test
  void on_a_terminal_one_line_is_redrawn_and_ended_once() {
    ProgressBar bar = ProgressBar.onTerminal("Import", 4, out, () -> nowNanos);
    run(bar, 4, 1_000 * MILLI);
    bar.close();
    bar.close();

    assertThat(shown().replace("\r", "\n").lines())
        .startsWith("", "Import [                              ]   0 % (0 of 4)")
        .contains("Import [###############               ]  50 % (2 of 4, 1/s, 2 s left)")
        .endsWith("Import [##############################] 100 % (4 of 4, 1/s)          ")
        .hasSize(6);
    assertThat(shown()).endsWith(System.lineSeparator()).containsOnlyOnce(System.lineSeparator());
  }

  @Test
  void on_a_terminal_the_line_is_redrawn_at_most_ten_times_a_second() {
    try (ProgressBar bar = ProgressBar.onTerminal("Import", 100_000, out, () -> nowNanos)) {
      run(bar, 100_000, MILLI / 50);
    }

    assertThat(shown().chars().filter(character -> character == '\r').count()).isBetween(19L, 22L);
  }

  @Test
  void steps_beyond_the_total_stay_at_a_hundred_percent() {
    try (ProgressBar bar = ProgressBar.onTerminal("Import", 2, out, () -> nowNanos)) {
      run(bar, 3, 1_000 * MILLI);
    }

    assertThat(shown()).contains("100 % (3 of 2, 1/s)");
  }

  @Test
  void a_negative_total_is_refused() {
    assertThatThrownBy(() -> ProgressBar.of("Import", -1, out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Progress of 'Import' over -1 steps: give 0 or more.");
  }

  private void run(ProgressBar bar, int steps, long nanosEach) {
    for (int step = 0; step < steps; step++) {
      nowNanos += nanosEach;
      bar.step();
    }
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
