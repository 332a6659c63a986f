package org.plaincqrs.benchmarks.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.plaincqrs.benchmarks.load.Server;
import org.plaincqrs.benchmarks.report.Measurement;
import org.plaincqrs.examples.catalog.Architecture;

/** Measures imports, each store in each architecture, in a JVM of their own each time. */
public final class Imports {
  private static final String MEMORY = "memory";
  private static final String H2 = "h2";
  private static final String SQLITE = "sqlite";
  private static final String POSTGRESQL = "postgresql";

  /** The stores that there are: in memory, in a file twice, on an embedded server. */
  public static final List<String> STORES = List.of(MEMORY, H2, SQLITE, POSTGRESQL);

  private final String run;
  private final int rounds;
  private final int commands;

  private Imports(String run, int rounds, int commands) {
    this.run = run;
    this.rounds = rounds;
    this.commands = commands;
  }

  /**
   * Measures, and prints a line for each time. For each store and architecture there are then a
   * rate, three percentiles of the latency, and the used heap.
   *
   * @param run the date of the run
   * @param rounds how often each
   * @param commands how many of the import's commands to send, from the first on; {@link
   *     Integer#MAX_VALUE} for all
   * @param stores of {@link #STORES}
   * @throws IllegalArgumentException when a store is none of these
   * @throws IllegalStateException when an import fails, or fills the catalogue with what is wrong
   */
  public static List<Measurement> measure(String run, int rounds, int commands, List<String> stores)
      throws IOException, SQLException, InterruptedException {
    if (!STORES.containsAll(stores)) {
      throw new IllegalArgumentException(
          "Of the stores %s some are unknown; there are %s.".formatted(stores, STORES));
    }
    Imports imports = new Imports(run, rounds, commands);
    List<Measurement> measurements = new ArrayList<>();
    for (String store : stores) {
      measurements.addAll(imports.measure(store));
    }
    return measurements;
  }

  private List<Measurement> measure(String store)
      throws IOException, SQLException, InterruptedException {
    if (!store.equals(POSTGRESQL)) {
      return measure(store, store);
    }
    try (Server server = Server.start(null)) {
      return measure(store, server.url() + "&currentSchema=" + FreshCatalog.SCHEMA);
    }
  }

  private List<Measurement> measure(String name, String store)
      throws IOException, InterruptedException {
    List<Measurement> measurements = new ArrayList<>();
    for (Architecture architecture : Architecture.values()) {
      List<Figures> figures = new ArrayList<>();
      String fullName = name + "." + architecture.optionName();
      for (int round = 1; round <= rounds; round++) {
        figures.add(figures(store, architecture));
        print("%s, round %d of %d".formatted(fullName, round, rounds), figures.get(round - 1));
      }
      measurements.addAll(new Rounds(run, fullName, figures).measurements());
    }
    return measurements;
  }

  private Figures figures(String store, Architecture architecture)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("plain-cqrs-imports");
    try {
      return Child.figures(new Job(store, architecture, commands, folder));
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static void print(String title, Figures figures) {
    Latencies latencies = figures.latencies();
    System.out.printf(
        Locale.ROOT,
        "imports: %s: %,.0f commands/s; p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, most %.3f ms;"
            + " heap %.1f MB%n",
        title,
        figures.rate(),
        latencies.p50(),
        latencies.p99(),
        latencies.p999(),
        latencies.max(),
        figures.heap());
  }
}
