package org.plaincqrs.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the page and its plots from the measurements, and from nothing else. */
public record Page(Measurements measurements) {
  private static final String INTRODUCTION =
      """
      # Benchmarks

      What the library costs, beside the same by hand and beside other libraries, in one run on one machine. This page
      and its plots are made by `java -jar benchmarks/target/benchmarks.jar`, from `benchmarks.json` beside it; don't edit them.
      How to run it stands in [CONTRIBUTING](../CONTRIBUTING.md). Read ratios, since nanoseconds are of one machine only, and
      read them with care: the handlers do next to nothing, so these are ratios of overheads; beside the work of an
      application most of them vanish. The other libraries do other things too, each by its own defaults.

      In each place of a table: **nanoseconds for one operation**, the median of several JVMs, ± half of what lies between the
      fastest and the slowest; how many times the first row (or column) that is; bytes allocated, where they were measured.

      """;

  private static final String DATABASES =
      """
      ## Databases

      Throughput and latency on databases are measured by a load program of its own; what it found stands in
      [Figures](figures.md), and `java -cp benchmarks/target/benchmarks.jar org.plaincqrs.benchmarks.load.Load all` repeats it.
      """;

  /** Writes {@code benchmarks.md} and the plots into a folder. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Plots plots = new Plots(measurements);
    StringBuilder page = new StringBuilder(INTRODUCTION).append(runs()).append(targets());
    for (Group group : Groups.all()) {
      page.append(new Table(group, measurements).markdown());
      for (Map.Entry<String, String> plot : plots.of(group).entrySet()) {
        Files.writeString(folder.resolve(plot.getKey()), plot.getValue());
        page.append("![" + group.title() + "](" + plot.getKey() + ")\n\n");
      }
    }
    page.append(others()).append(DATABASES);
    Files.writeString(folder.resolve("benchmarks.md"), page);
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
              "`" + run.command() + "`" + warning(run));
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
    List<String> shown = Groups.all().stream().flatMap(g -> g.benchmarks().stream()).toList();
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
