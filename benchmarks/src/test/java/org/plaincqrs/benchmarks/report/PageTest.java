package org.plaincqrs.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final String JSON =
      """
      {
      "runs": [
      {"date":"2026-01-01T00:00:00Z","machine":"a machine","cores":2,"jdk":"17","commit":"abc","command":"java -jar it","effort":"whole"},
      {"date":"2026-01-02T00:00:00Z","machine":"a machine","cores":2,"jdk":"17","commit":"abd","command":"java -jar it --only a|b","effort":"%s"}
      ],
      "results": [
      {"run":"2026-01-01T00:00:00Z","suite":"dispatch","benchmark":"dispatch.CommandDispatch.direct","parameters":{"types":"10"},"threads":1,"score":20.0,"error":1.0,"unit":"ns/op","bytes":0.0,"forks":[19.0,20.0,21.0]},
      {"run":"2026-01-01T00:00:00Z","suite":"dispatch","benchmark":"dispatch.CommandDispatch.bus","parameters":{"types":"10"},"threads":1,"score":28.0,"error":0.5,"unit":"ns/op","bytes":0.01,"forks":[27.5,28.0,28.5]},
      {"run":"2026-01-01T00:00:00Z","suite":"dispatch","benchmark":"dispatch.CommandDispatch.busWithThreeInterceptors","parameters":{"types":"10"},"threads":1,"score":58.0,"error":0.5,"unit":"ns/op","bytes":24.0,"forks":[57.5,58.0,58.5]},
      {"run":"2026-01-01T00:00:00Z","suite":"dispatch","benchmark":"dispatch.GuavaDispatch.post","parameters":{"types":"10"},"threads":1,"score":28.0,"error":0.5,"unit":"ns/op","bytes":24.0,"forks":[27.5,28.0,28.5]},
      {"run":"2026-01-02T00:00:00Z","suite":"stores","benchmark":"memory.GrowingLog.conditionalAppend","parameters":{"log":"10000"},"threads":1,"score":100.0,"error":0.5,"unit":"ns/op","forks":[100.0]},
      {"run":"2026-01-02T00:00:00Z","suite":"stores","benchmark":"memory.GrowingLog.conditionalAppend","parameters":{"log":"1000000"},"threads":1,"score":200.0,"error":0.5,"unit":"ns/op","forks":[200.0]},
      {"run":"2026-01-01T00:00:00Z","suite":"dispatch","benchmark":"dispatch.Unheard.of","parameters":{},"threads":1,"score":7.0,"error":0.5,"unit":"ns/op","forks":[7.0]},
      {"run":"2026-01-01T00:00:00Z","suite":"databases","benchmark":"load.append64","parameters":{"contender":"ours","role":"ours","database":"PostgreSQL","version":"18.6"},"threads":64,"score":4000.0,"error":1000.0,"unit":"commits/s","micros":40.0,"forks":[2000.0,4000.0,4000.0]},
      {"run":"2026-01-01T00:00:00Z","suite":"databases","benchmark":"load.append64","parameters":{"contender":"by hand, pool of 8","role":"yardstick","database":"PostgreSQL","version":"18.6"},"threads":64,"score":1000.0,"error":0.0,"unit":"commits/s","micros":90.0,"forks":[1000.0,500.0,1500.0]},
      {"run":"2026-01-01T00:00:00Z","suite":"databases","benchmark":"load.append64","parameters":{"contender":"by hand, pool of 16","role":"yardstick","database":"PostgreSQL","version":"18.6"},"threads":64,"score":800.0,"error":0.0,"unit":"commits/s","micros":90.0,"forks":[500.0,2000.0,1000.0]},
      {"run":"2026-01-01T00:00:00Z","suite":"databases","benchmark":"load.append64","parameters":{"contender":"ours","role":"ours","database":"H2","version":"2.4.240"},"threads":64,"score":3000.0,"error":500.0,"unit":"commits/s","micros":40.0,"forks":[3000.0]},
      {"run":"2026-01-01T00:00:00Z","suite":"databases","benchmark":"load.latency.in-process","parameters":{"percentile":"99","database":"PostgreSQL","version":"18.6"},"threads":1,"score":6.0,"error":0.0,"unit":"ms","forks":[6.0]},
      {"run":"2026-01-01T00:00:00Z","suite":"databases","benchmark":"load.growing.append","parameters":{"log":"10000","database":"H2","version":"2.4.240"},"threads":1,"score":200000.0,"error":0.0,"unit":"ns/op","forks":[200000.0]}
      ]
      }
      """;

  @TempDir private Path folder;

  private String page(String effort) throws IOException {
    Files.writeString(folder.resolve("benchmarks.json"), JSON.formatted(effort));
    new Page(new MeasurementFile(folder.resolve("benchmarks.json")).read()).write(folder);
    return Files.readString(folder.resolve("benchmarks.md"));
  }

  @Test
  void a_figure_stands_with_its_spread_its_ratio_to_the_floor_and_its_bytes() throws Exception {
    assertThat(page("whole"))
        .contains("| classes | 10 |")
        .contains("| direct call, the handler at hand (floor) | **20.0** ±1.0, 1.00, 0 B |")
        .contains("| CommandBus, 3 interceptors | **58.0** ±0.5, 2.90, 24 B |");
  }

  @Test
  void targets_are_met_missed_or_not_measured() throws Exception {
    assertThat(page("whole"))
        .contains("| bus, 10 classes: more than a direct call | at most 10 ns | 8.00 ns | met |")
        .contains(
            "3 interceptors: more than without | at most 15 ns | 30.0 ns | **missed by a factor of 2.0** |")
        .contains(
            "| bus, 10 classes, 3 interceptors: allocated | 0 B | 24 B | **missed by 24 B** |")
        .contains(
            "Guava's EventBus, beside the bus | at least 2.5 times | 1.00 times | **missed by a factor of 2.5** |")
        .contains("beside 10,000 | at most 3 times | 2.00 times | met |")
        .contains("| bus, 700 classes: allocated | 0 B |  | not measured in one run yet |");
  }

  @Test
  void the_runs_are_described_and_tables_refer_to_them() throws Exception {
    assertThat(page("whole"))
        .contains(
            "| 2 | 2026-01-02T00:00:00Z | a machine | 2 | 17 | abd | `java -jar it --only a\\|b` |")
        .contains("Ratios to the first row; run 1.")
        .contains("Ratios to the first column; run 2.");
  }

  @Test
  void figures_of_different_runs_are_not_compared() throws Exception {
    page("whole");
    Path file = folder.resolve("benchmarks.json");
    String bus = "\"benchmark\":\"dispatch.CommandDispatch.bus\"";
    String other = "{\"run\":\"2026-01-01T00:00:00Z\",\"suite\":\"dispatch\"," + bus;
    Files.writeString(file, Files.readString(file).replace(other, other.replace("01-01", "01-02")));

    new Page(new MeasurementFile(file).read()).write(folder);

    assertThat(Files.readString(folder.resolve("benchmarks.md")))
        .contains(
            "| bus, 10 classes: more than a direct call | at most 10 ns |  | not measured in one run yet |")
        .contains("| CommandBus | **28.0** ±0.5, 0 B |")
        .contains("run 1, 2. **Of different runs");
  }

  @Test
  void a_contest_is_judged_by_the_best_yardstick_of_each_round_on_postgresql() throws Exception {
    assertThat(page("whole"))
        .contains("| commits a second | PostgreSQL 18.6 | H2 2.4.240 |")
        .contains("| ours | **4,000** ±1,000, 2.00 (2.00 to 2.67), 40.0 µs | **3,000**")
        .contains("| by hand, pool of 8 | **1,000** ±0.0, 1.00 (0.25 to 1.00), 90.0 µs |  |")
        .contains(
            "| PostgreSQL, append64: beside the yardstick | at least 3 times | 2.00 times |"
                + " **missed by 50 %** |")
        .contains("in the same process, p99 | at most 5 ms | 6.00 ms | **missed by 20 %** |");
  }

  @Test
  void of_a_quick_run_no_target_is_judged() throws Exception {
    assertThat(page("quick"))
        .contains("(a check that it runs; its figures mean nothing)")
        .contains("beside 10,000 | at most 3 times |  | not measured in one run yet |");
  }

  @Test
  void where_nothing_is_measured_the_page_says_how_to() throws Exception {
    new Page(Measurements.NONE).write(folder);

    assertThat(Files.readString(folder.resolve("benchmarks.md")))
        .contains("Nothing is measured yet.")
        .contains("Not measured yet; `java -jar benchmarks/target/benchmarks.jar stores` does.")
        .doesNotContain("NaN");
  }

  @Test
  void what_no_table_shows_is_shown_at_the_end() throws Exception {
    assertThat(page("whole")).contains("| dispatch.Unheard.of | {} | 1 | 7.0 ns/op |");
  }

  @Test
  void plots_are_well_formed_and_dark_where_the_reader_is() throws Exception {
    String page = page("whole");

    try (Stream<Path> files = Files.list(folder)) {
      List<Path> plots = files.filter(file -> file.toString().endsWith(".svg")).sorted().toList();
      assertThat(plots)
          .extracting(plot -> plot.getFileName().toString())
          .containsExactly(
              "benchmarks-commands-10.svg", "benchmarks-growth-h2.svg", "benchmarks-growth.svg")
          .allSatisfy(name -> assertThat(page).contains("](" + name + ")"));
      for (Path plot : plots) {
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(plot.toFile());
        assertThat(plot).content().contains("prefers-color-scheme: dark").doesNotContain("NaN");
      }
    }
  }
}
