package org.plaincqrs.benchmarks.imports;

import java.sql.SQLException;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures one store in one architecture; a process of its own, since what was measured before
 * would show in its speed and on its heap.
 */
final class OneImport {
  /** Enough for most products to have had a snapshot. */
  private static final int WARM_UP_COMMANDS = 40_000;

  /** For each command to measure: seconds for a whole import, less for a rough one of a few. */
  private static final long WARM_UP_NANOS = 50_000;

  private static final int COLLECTIONS = 3;

  private final Job job;
  private final Commands commands;

  private OneImport(Job job) {
    this.job = job;
    commands = Commands.read(job.commands());
  }

  /** Prints the {@link Figures} as JSON, and nothing else. */
  public static void main(String[] args) throws SQLException {
    Figures figures = new OneImport(Job.of(args)).measure();
    System.out.println(new JsonMapper().writeValueAsString(figures));
  }

  private Figures measure() throws SQLException {
    warmUp();
    double rate = rate("rate", commands);
    try (FreshCatalog catalog = open("latency")) {
      Latencies latencies = latencies(catalog, rate / 2);
      commands.forget();
      return new Figures(rate, latencies, heap());
    }
  }

  /** One import will do where commands take long; of those in memory it takes many. */
  private void warmUp() throws SQLException {
    Commands first = commands.first(WARM_UP_COMMANDS);
    long start = System.nanoTime();
    int count = 0;
    do {
      rate("warm-up-" + ++count, first);
    } while (System.nanoTime() - start < commands.count() * WARM_UP_NANOS);
  }

  private double rate(String name, Commands some) throws SQLException {
    try (FreshCatalog catalog = open(name)) {
      return some.count() / catalog.fill(some, UnaryOperator.identity());
    }
  }

  /**
   * What was left on the heap before, of FoodMart above all, is not to be collected while it runs.
   */
  private FreshCatalog open(String name) throws SQLException {
    System.gc();
    return FreshCatalog.open(job, name);
  }

  private Latencies latencies(FreshCatalog catalog, double rate) {
    Pace pace = new Pace(rate, System::nanoTime);
    catalog.fill(commands, pace::next);
    return pace.latencies();
  }

  /** More than once, since some of it is free only after what refers to it was cleared. */
  private static double heap() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used / (double) (1 << 20);
  }
}
