package org.plaincqrs.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plaincqrs.benchmarks.load.Load;
import org.plaincqrs.benchmarks.report.MeasurementFile;
import org.plaincqrs.benchmarks.report.Outcome;
import org.plaincqrs.benchmarks.report.Page;
import org.plaincqrs.benchmarks.report.Run;

/** The program: runs a suite, keeps what it came to, and makes the page. */
public final class Benchmarks {
  private static final String USAGE =
      """
      java -jar benchmarks/target/benchmarks.jar <suite> [--only <regex>] [--out <folder>] [--short] [--large]
        quick        everything for a moment, as a check that it runs; into a temporary folder
        dispatch     commands, queries and events
        stores       the storage in memory
        databases    the storage on PostgreSQL, which is brought along, and on H2, under load
        imports      the example's import, from end to end, on every store
        full         all of them
        page         nothing; only makes the page anew
        jmh <...>    JMH with its own arguments, -h for help; nothing is kept
        load <...>   the load program with its own arguments; nothing is kept
      A suite's results go into benchmarks.json in <folder>, docs if not said; benchmarks.md and its plots are made
      from it. --only measures what has a name in which the expression is found. --short measures less and is rough;
      --large adds logs of 10,000,000 events, in 12 GB of memory.
      """;

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Benchmarks() {}

  /** Runs; exits with 1 when a benchmark failed, with 2 when the arguments make no sense. */
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("jmh")) {
      org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    if (args.length > 0 && args[0].equals("load")) {
      Load.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    System.exit(run(List.of(args)));
  }

  /** Runs, and returns what to exit with. */
  static int run(List<String> words) throws IOException {
    if (words.equals(List.of("--help")) || words.equals(List.of("-h"))) {
      System.out.print(USAGE);
      return OK;
    }
    Arguments arguments;
    try {
      arguments = Arguments.of(words);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(USAGE);
      return MISUSED;
    }
    Path folder = folder(arguments);
    MeasurementFile file = new MeasurementFile(folder.resolve("benchmarks.json"));
    List<String> failures = new ArrayList<>();
    if (!arguments.suite().equals("page")) {
      Run run = Surroundings.run(words, arguments.effort());
      if (run.effort().equals("quick")) {
        // Its times mean nothing, so it may run while another one measures; JMH would refuse.
        System.setProperty("jmh.ignoreLock", "true");
      }
      for (Part part : Suite.named(arguments.suite()).orElseThrow().parts()) {
        failures.addAll(measure(part, run, arguments, file));
      }
    }
    new Page(file.read()).write(folder);
    System.out.println("Written: " + folder.resolve("benchmarks.md"));
    failures.forEach(failure -> System.err.println("Failed: " + failure));
    return failures.isEmpty() ? OK : FAILED;
  }

  /** What failed. What was measured is kept at once, so that it stays when a later part fails. */
  private static List<String> measure(Part part, Run run, Arguments arguments, MeasurementFile file)
      throws IOException {
    Outcome outcome;
    try {
      outcome = part.measure(run, arguments);
    } catch (Exception e) {
      e.printStackTrace();
      return List.of(part + ": " + e);
    }
    file.write(file.read().with(run, outcome.results()));
    return outcome.failed();
  }

  private static Path folder(Arguments arguments) throws IOException {
    if (arguments.out() != null) {
      return arguments.out();
    }
    return arguments.suite().equals("quick")
        ? Files.createTempDirectory("benchmarks")
        : Path.of("docs");
  }
}
