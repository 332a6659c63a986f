package org.plaincqrs.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the page and its plots from the measurements, and from nothing else. */
public record Page(Measurements measurements) {
  private static final String INTRODUCTION =
      """
      # Benchmarks

      What the library costs, beside the same by hand and beside other libraries; only figures of the same run are compared.
      This page and its plots are made by `java -jar benchmarks/target/benchmarks.jar`, from `benchmarks.json` beside it; don't
      edit them.
      How to run it stands in [CONTRIBUTING](../CONTRIBUTING.md). Read ratios, since nanoseconds are of one machine only, and
      read them with care: the handlers do next to nothing, so these are ratios of overheads; beside the work of an
      application most of them vanish. The other libraries do other things too, each by its own defaults.

      In each place of a table, where its heading doesn't say something else: **nanoseconds for one operation**, the median of several JVMs, ± half of what lies between the
      fastest and the slowest; how many times the first row (or column) that is; bytes allocated, where they were measured.

      """;

  private static final String DATABASES =
      """
      ## Databases

      Ours beside JDBC that is written by hand for one database, and writes and reads the same rows: event, tag, remembered
      command. Every commit waits for the disk: PostgreSQL is embedded, with `fsync=on`, `synchronous_commit=on`,
      `shared_buffers=512MB`, `max_wal_size=4GB`; H2 is a file with `WRITE_DELAY=0`, in the same process. Contenders take
      turns in each of several rounds. In each place: the median rate, ± half of what lies between the rounds; **how many
      times that is of the best yardstick of the same round**, the median (and least to most); processor time for each, the
      server's too. Yardsticks are what is written by hand; where it is Axon, or ours without a condition or with a short log,
      the table says so.

      """;

  /** Writes {@code benchmarks.md} and the plots into a folder. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    StringBuilder page = new StringBuilder(INTRODUCTION).append(runs()).append(targets());
    write(Groups.inProcess(), page, folder);
    page.append(DATABASES);
    for (Contest contest : Contest.values()) {
      page.append(new ContestTable(contest, measurements).markdown());
    }
    write(Groups.onDatabases(), page, folder);
    write(Groups.ofImports(), page, folder);
    page.append(others());
    Files.writeString(folder.resolve("benchmarks.md"), page);
  }

  private void write(List<Group> groups, StringBuilder page, Path folder) throws IOException {
    Plots plots = new Plots(measurements);
    for (Group group : groups) {
      page.append(new Table(group, measurements).markdown());
      for (Map.Entry<String, String> plot : plots.of(group).entrySet()) {
        Files.writeString(folder.resolve(plot.getKey()), plot.getValue());
        page.append("![" + group.title() + "](" + plot.getKey() + ")\n\n");
      }
    }
  }

  private String runs() {
    if (measurements.runs().isEmpty()) {
      return "Nothing is measured yet.\n\n";
    }
    StringBuilder table =
        new StringBuilder("| run | date | machine | cores | JDK | commit | command |\n")
            .append("| --- | --- | --- | --- | --- | --- | --- |\n");
    for (int i = 0; i < measurements.runs().size(); i++) {
      Run run = measurements.runs().get(i);
      List<String> cells =
          List.of(
              Integer.toString(i + 1),
              run.date(),
              run.machine(),
              Integer.toString(run.cores()),
              run.jdk(),
              run.commit(),
              "`" + run.command().replace("|", "\\|") + "`" + warning(run));
      table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    return table.append('\n').toString();
  }

  private static String warning(Run run) {
    return switch (run.effort()) {
      case "quick" -> " **(a check that it runs; its figures mean nothing)**";
      case "short" -> " (short, one JVM for each: rough)";
      default -> "";
    };
  }

  private String targets() {
    List<Target> targets = Targets.of(measurements);
    long met = targets.stream().filter(Target::isMet).count();
    long measured = targets.stream().filter(Target::isMeasured).count();
    return "## Targets\n\nOf %d, %d are met, %d missed, %d not measured in one run. With 1 thread but where it says 2.\n\n"
            .formatted(targets.size(), met, measured - met, targets.size() - measured)
        + "| what | wanted | found | |\n| --- | --- | ---: | --- |\n"
        + targets.stream().map(Target::markdown).collect(Collectors.joining("\n"))
        + "\n\n";
  }

  /** What no table above shows, so that nothing measured is left out. */
  private String others() {
    List<String> shown =
        Stream.concat(
                Stream.of(Groups.inProcess(), Groups.onDatabases(), Groups.ofImports())
                    .flatMap(List::stream)
                    .flatMap(group -> group.benchmarks().stream()),
                Arrays.stream(Contest.values()).map(Contest::benchmark))
            .toList();
    List<Measurement> others =
        measurements.results().stream().filter(r -> !shown.contains(r.benchmark())).toList();
    if (others.isEmpty()) {
      return "";
    }
    return others.stream()
        .map(
            r ->
                "| %s | %s | %d | %s %s |"
                    .formatted(
                        r.benchmark(),
                        new TreeMap<>(r.parameters()),
                        r.threads(),
                        Figure.of(r.score()),
                        r.unit()))
        .collect(
            Collectors.joining(
                "\n",
                "## Others\n\n| benchmark | parameters | threads | |\n| --- | --- | --- | ---: |\n",
                "\n\n"));
  }
}
