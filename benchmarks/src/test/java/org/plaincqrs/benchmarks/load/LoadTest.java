package org.plaincqrs.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTest {
  private static final String H2 = "jdbc:h2:mem:load;DB_CLOSE_DELAY=-1";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "append1",
        "append64",
        "batch1000",
        "conditional1",
        "conditional64",
        "growth1",
        "growth64",
        "growing",
        "readall",
        "stream100",
        "memory",
        "project",
        "rebuild",
        "latency"
      })
  void every_measure_runs_on_a_given_database(String measure) throws Exception {
    Load.run(new Settings(List.of(measure), 1, 0.05, 20_000, false, H2));
  }

  @Test
  void an_unknown_measure_is_refused() {
    Settings settings = Settings.of(new String[] {"append2", "--database", H2});

    assertThatThrownBy(() -> Load.run(settings)).hasMessageContaining("There are: append1, ");
  }

  @Test
  void options_are_read() {
    String[] options = {"all", "--rounds", "5", "--seconds", "1.5", "--events", "10", "--large"};

    Settings settings = Settings.of(options);

    assertThat(settings).isEqualTo(new Settings(List.of("all"), 5, 1.5, 10, true, null));
  }
}
