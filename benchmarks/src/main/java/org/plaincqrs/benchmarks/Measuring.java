package org.plaincqrs.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.plaincqrs.benchmarks.report.Measurement;
import org.plaincqrs.benchmarks.report.Run;

/** Runs a part by JMH, and takes down what it came to. */
record Measuring(Run run, Arguments arguments) {
  private static final String PACKAGE = "org.plaincqrs.benchmarks.";
  private static final TimeValue MOMENT = TimeValue.milliseconds(50);
  private static final TimeValue HALF_SECOND = TimeValue.milliseconds(500);

  /**
   * What came of it.
   *
   * @param failed names of the benchmarks of which a measurement is missing
   */
  record Outcome(List<Measurement> results, List<String> failed) {}

  /**
   * Measures; what fails is left out, and named.
   *
   * @throws RunnerException when there is nothing to measure
   */
  Outcome measure(Part part) throws RunnerException {
    ChainedOptionsBuilder builder =
        new OptionsBuilder().include(part.include()).threads(part.threads());
    if (part.tellsBytes()) {
      builder.addProfiler(GCProfiler.class);
    }
    switch (run.effort()) {
      case "quick" -> forAMoment(builder);
      case "short" -> shortly(builder, part);
      default -> {
        // As the benchmarks themselves say.
      }
    }
    if (arguments.large() && part.grows()) {
      builder
          .param("log", "10000", "100000", "1000000", "10000000")
          .param("others", "10000", "100000", "1000000", "10000000")
          .jvmArgs("-Xms12g", "-Xmx12g");
    }
    Options options = builder.build();
    List<Measurement> results = new ArrayList<>();
    for (RunResult result : new Runner(options).run()) {
      results.add(result(part, result));
    }
    return new Outcome(results, missing(options, results));
  }

  private static List<String> missing(Options options, List<Measurement> results) {
    OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    List<String> failed = new ArrayList<>();
    for (BenchmarkListEntry each :
        BenchmarkList.defaultList().find(silent, options.getIncludes(), List.of())) {
      String name = each.getUsername().replace(PACKAGE, "");
      long wanted = combinations(options, each);
      long found = results.stream().filter(result -> result.benchmark().equals(name)).count();
      if (found < wanted) {
        failed.add(name + ", " + (wanted - found) + " of " + wanted);
      }
    }
    return failed;
  }

  private static long combinations(Options options, BenchmarkListEntry benchmark) {
    long combinations = 1;
    for (Map.Entry<String, String[]> own : benchmark.getParams().orElse(Map.of()).entrySet()) {
      Collection<String> given =
          options.getParameter(own.getKey()).orElse(Arrays.asList(own.getValue()));
      combinations *= given.size();
    }
    return combinations;
  }

  private static void forAMoment(ChainedOptionsBuilder options) {
    options
        .forks(1)
        .warmupIterations(1)
        .warmupTime(MOMENT)
        .measurementIterations(1)
        .measurementTime(MOMENT)
        .jvmArgs("-Xmx1g")
        .param("types", "10")
        .param("length", "10")
        .param("others", "1000")
        .param("log", "1000");
  }

  private static void shortly(ChainedOptionsBuilder options, Part part) {
    options.forks(1);
    if (part.timed()) {
      options
          .warmupIterations(2)
          .warmupTime(HALF_SECOND)
          .measurementIterations(3)
          .measurementTime(HALF_SECOND);
    }
  }

  private Measurement result(Part part, RunResult result) {
    BenchmarkParams params = result.getParams();
    SortedMap<String, String> parameters = new TreeMap<>();
    params.getParamsKeys().forEach(key -> parameters.put(key, params.getParam(key)));
    double[] forks =
        result.getBenchmarkResults().stream().mapToDouble(Measuring::median).sorted().toArray();
    return new Measurement(
        run.date(),
        part.suite(),
        params.getBenchmark().replace(PACKAGE, ""),
        parameters,
        params.getThreads(),
        rounded(median(forks)),
        rounded((forks[forks.length - 1] - forks[0]) / 2),
        result.getPrimaryResult().getScoreUnit(),
        bytes(result),
        Arrays.stream(forks).mapToObj(Measuring::rounded).toList());
  }

  private static double median(BenchmarkResult fork) {
    return median(
        fork.getIterationResults().stream()
            .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
            .sorted()
            .toArray());
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static @Nullable Double bytes(RunResult result) {
    Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return bytes == null ? null : rounded(bytes.getScore());
  }

  private static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.2f", value));
  }
}
