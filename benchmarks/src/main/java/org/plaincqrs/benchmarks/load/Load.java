package org.plaincqrs.benchmarks.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.benchmarks.report.Outcome;
import org.plaincqrs.benchmarks.report.Run;

/**
 * Measures the JDBC backend under load, beside hand-written JDBC that writes and reads the same
 * rows.
 *
 * <pre>{@code
 * java -jar benchmarks/target/benchmarks.jar load append1 append64
 *   [--rounds 3] [--seconds 3] [--events 1000000] [--large] [--database <JDBC URL>]
 * }</pre>
 */
public final class Load {
  /** They want a JVM with little memory, so they are of use only by themselves. */
  private static final Set<String> ALONE = Set.of("memory", "rebuild");

  private interface Measure {
    void run() throws Exception;
  }

  private Load() {}

  /** Runs the measures that are named, or all of them, and prints what they came to. */
  public static void main(String[] args) throws Exception {
    run(Settings.of(args));
  }

  static void run(Settings settings) throws Exception {
    try (Server server = Server.start(settings.database())) {
      Map<String, Measure> measures = measures(server, settings, new Results("", server));
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

  /**
   * Measures what the page shows of a database; what fails is named, and the others go on.
   *
   * @param database a JDBC URL, or null for an embedded PostgreSQL
   * @param large whether a growing log grows to ten times as many events
   * @param wanted which measures
   */
  public static Outcome measure(
      Run run, @Nullable String database, boolean large, Predicate<String> wanted)
      throws Exception {
    Settings settings = Settings.of(run.effort(), database).withLarge(large);
    List<String> failed = new ArrayList<>();
    try (Server server = Server.start(database)) {
      Results results = new Results(run.date(), server);
      describe(server, settings);
      for (Map.Entry<String, Measure> each : measures(server, settings, results).entrySet()) {
        if (!ALONE.contains(each.getKey()) && wanted.test(each.getKey())) {
          try {
            each.getValue().run();
          } catch (Exception e) {
            e.printStackTrace();
            failed.add("load " + each.getKey() + " on " + server.name() + ": " + e);
          }
        }
      }
      return new Outcome(results.all(), failed);
    }
  }

  private static Map<String, Measure> measures(Server server, Settings settings, Results results) {
    Appends appends = new Appends(server, settings, results);
    Reads reads = new Reads(server, settings, results);
    Map<String, Measure> measures = new LinkedHashMap<>();
    measures.put("append1", appends::alone);
    measures.put("append64", appends::many);
    measures.put("axon64", appends::axon);
    measures.put("append512v", appends::virtual);
    measures.put("slowcommit", appends::slowly);
    measures.put("batch1000", new Batches(server, settings, results)::run);
    Conditionals conditionals = new Conditionals(server, settings, results);
    measures.put("conditional1", conditionals::alone);
    measures.put("conditional64", conditionals::many);
    Growth growth = new Growth(server, settings, results);
    measures.put("growth1", growth::alone);
    measures.put("growth64", growth::many);
    measures.put("growing", new Growing(server, settings, results)::run);
    measures.put("readall", reads::all);
    measures.put("stream100", reads::streams);
    measures.put("memory", reads::memory);
    Projections projections = new Projections(server, settings, results);
    measures.put("project", projections::run);
    measures.put("rebuild", projections::rebuild);
    Latency latency = new Latency(server, settings, results);
    measures.put("latency", latency::inProcess);
    measures.put("latency2", latency::acrossProcesses);
    return measures;
  }

  private static void describe(Server server, Settings settings) {
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "JDK       %s %s, %d processors, heap of at most %d MB%n",
        System.getProperty("java.vm.name"),
        Runtime.version(),
        runtime.availableProcessors(),
        runtime.maxMemory() >> 20);
    System.out.printf("Database  %s%n", server.description());
    System.out.printf(
        "Rounds    %d of %.2f s for each contender in turn, after one that only warms up%n",
        settings.rounds(), settings.seconds());
  }
}
