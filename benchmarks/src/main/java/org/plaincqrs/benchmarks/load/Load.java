package org.plaincqrs.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the JDBC backend under load, beside hand-written JDBC that writes and reads the same
 * rows.
 *
 * <pre>{@code
 * java -cp benchmarks/target/benchmarks.jar org.plaincqrs.benchmarks.load.Load append1 append64
 *   [--rounds 3] [--seconds 3] [--events 1000000] [--database <JDBC URL>]
 * }</pre>
 */
public final class Load {
  private interface Measure {
    void run() throws Exception;
  }

  private Load() {}

  /** Runs the measures that are named, or all of them. */
  public static void main(String[] args) throws Exception {
    run(Settings.of(args));
  }

  static void run(Settings settings) throws Exception {
    try (Server server = Server.start(settings.database())) {
      Map<String, Measure> measures = measures(server, settings);
      List<String> names =
          settings.measures().equals(List.of("all"))
              ? List.copyOf(measures.keySet())
              : settings.measures();
      if (names.isEmpty() || !measures.keySet().containsAll(names)) {
        throw new IllegalArgumentException(
            "Name measures, or all. There are: " + String.join(", ", measures.keySet()) + ".");
      }
      describe(server, settings);
      for (String name : names) {
        measures.get(name).run();
      }
    }
  }

  private static Map<String, Measure> measures(Server server, Settings settings) {
    Appends appends = new Appends(server, settings);
    Reads reads = new Reads(server, settings);
    Map<String, Measure> measures = new LinkedHashMap<>();
    measures.put("append1", appends::alone);
    measures.put("append64", appends::many);
    measures.put("axon64", appends::axon);
    measures.put("append512v", appends::virtual);
    measures.put("slowcommit", appends::slowly);
    measures.put("batch1000", new Batches(server, settings)::run);
    measures.put("conditional", new Conditionals(server, settings)::run);
    measures.put("growth", new Growth(server, settings)::run);
    measures.put("readall", reads::all);
    measures.put("stream100", reads::streams);
    measures.put("memory", reads::memory);
    Projections projections = new Projections(server, settings);
    measures.put("project", projections::run);
    measures.put("rebuild", projections::rebuild);
    Latency latency = new Latency(server, settings);
    measures.put("latency", latency::inProcess);
    measures.put("latency2", latency::acrossProcesses);
    return measures;
  }

  private static void describe(Server server, Settings settings) throws IOException {
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "Machine   %s, %d processors, %s %s%n",
        processor(),
        runtime.availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.version"));
    System.out.printf(
        "JDK       %s %s, heap of at most %d MB%n",
        System.getProperty("java.vm.name"), Runtime.version(), runtime.maxMemory() >> 20);
    System.out.printf("Database  %s%n", server.description());
    System.out.printf(
        "Rounds    %d of %.1f s for each contender in turn, after one that only warms up%n",
        settings.rounds(), settings.seconds());
  }

  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 2))
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
