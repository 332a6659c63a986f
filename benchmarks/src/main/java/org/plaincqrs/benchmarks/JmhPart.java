package org.plaincqrs.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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
import org.plaincqrs.benchmarks.report.Outcome;
import org.plaincqrs.benchmarks.report.Run;

/**
 * Benchmarks that JMH runs.
 *
 * @param suite that the results are filed under
 * @param include a regular expression that finds their names
 * @param timed whether they run for some time, instead of once for each iteration
 * @param grows whether there may be larger logs
 */
record JmhPart(String suite, String include, int threads, boolean timed, boolean grows)
    implements Part {
  private static final String PACKAGE = "org.plaincqrs.benchmarks.";
  private static final String HERE = "^org\\.plaincqrs\\.benchmarks\\.";
  private static final TimeValue MOMENT = TimeValue.milliseconds(50);
  private static final TimeValue HALF_SECOND = TimeValue.milliseconds(500);

  static final JmhPart DISPATCH_1 = new JmhPart("dispatch", HERE + "dispatch\\.", 1, true, false);
  static final JmhPart DISPATCH_2 = new JmhPart("dispatch", HERE + "dispatch\\.", 2, true, false);
  static final JmhPart EVENTS = new JmhPart("dispatch", HERE + "events\\.", 1, true, false);
  static final JmhPart LOADS =
      new JmhPart("stores", HERE + "memory\\.(CopyList|OurLoading|AxonLoading)\\.", 1, true, true);
  static final JmhPart APPENDS =
      new JmhPart("stores", HERE + "memory\\.\\w+Append\\.", 1, false, false);
  static final JmhPart FOLLOWING =
      new JmhPart("stores", HERE + "memory\\.FollowingLog\\.", 1, false, false);
  static final JmhPart GROWTH =
      new JmhPart("stores", HERE + "memory\\.GrowingLog\\.", 1, false, true);

  @Override
  public Outcome measure(Run run, Arguments arguments) throws RunnerException {
    List<BenchmarkListEntry> benchmarks = benchmarks(arguments.only());
    if (benchmarks.isEmpty()) {
      return new Outcome(List.of(), List.of());
    }
    ChainedOptionsBuilder builder = new OptionsBuilder().threads(threads);
    benchmarks.forEach(each -> builder.include("^" + Pattern.quote(each.getUsername()) + "$"));
    if (tellsBytes()) {
      builder.addProfiler(GCProfiler.class);
    }
    switch (run.effort()) {
      case "quick" -> forAMoment(builder);
      case "short" -> shortly(builder);
      default -> {
        // As the benchmarks themselves say.
      }
    }
    if (arguments.large() && grows) {
      builder
          .param("log", "10000", "100000", "1000000", "10000000")
          .param("others", "10000", "100000", "1000000", "10000000")
          .jvmArgs("-Xms12g", "-Xmx12g", "-Xmn512m");
    }
    Options options = builder.build();
    List<Measurement> results = new ArrayList<>();
    for (RunResult result : new Runner(options).run()) {
      results.add(result(run, result));
    }
    return new Outcome(results, missing(benchmarks, options, results));
  }

  private List<BenchmarkListEntry> benchmarks(Predicate<String> wanted) {
    OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    return BenchmarkList.defaultList().find(silent, List.of(include), List.of()).stream()
        .filter(each -> wanted.test(name(each)))
        .toList();
  }

  /**
   * Whether the profiler can tell how much an operation allocates: not where an iteration fills a
   * log first, which would count.
   */
  private boolean tellsBytes() {
    return timed || !grows;
  }

  private static String name(BenchmarkListEntry benchmark) {
    return benchmark.getUsername().replace(PACKAGE, "");
  }

  private static List<String> missing(
      List<BenchmarkListEntry> benchmarks, Options options, List<Measurement> results) {
    List<String> failed = new ArrayList<>();
    for (BenchmarkListEntry each : benchmarks) {
      String name = name(each);
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

  private void shortly(ChainedOptionsBuilder options) {
    options.forks(1);
    if (timed) {
      options
          .warmupIterations(2)
          .warmupTime(HALF_SECOND)
          .measurementIterations(3)
          .measurementTime(HALF_SECOND);
    }
  }

  private Measurement result(Run run, RunResult result) {
    BenchmarkParams params = result.getParams();
    Map<String, String> parameters = new HashMap<>();
    params.getParamsKeys().forEach(key -> parameters.put(key, params.getParam(key)));
    Measurement measured =
        Measurement.of(
            run.date(),
            suite,
            params.getBenchmark().replace(PACKAGE, ""),
            parameters,
            threads,
            result.getPrimaryResult().getScoreUnit(),
            result.getBenchmarkResults().stream().mapToDouble(JmhPart::median).toArray());
    Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return bytes == null ? measured : measured.withBytes(bytes.getScore());
  }

  private static double median(BenchmarkResult fork) {
    return Measurement.median(
        fork.getIterationResults().stream()
            .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
            .toArray());
  }
}
