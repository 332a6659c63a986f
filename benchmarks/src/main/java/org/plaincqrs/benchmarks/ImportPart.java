package org.plaincqrs.benchmarks;

import java.util.List;
import java.util.function.Predicate;
import org.plaincqrs.benchmarks.imports.Imports;
import org.plaincqrs.benchmarks.report.Outcome;
import org.plaincqrs.benchmarks.report.Run;

/** The catalogue's import, on every store and in every architecture. */
final class ImportPart implements Part {
  private static final int FEW = 3_000;

  @Override
  public Outcome measure(Run run, Arguments arguments) throws Exception {
    Predicate<String> wanted = arguments.only();
    List<String> stores =
        Imports.STORES.stream().filter(store -> wanted.test("imports." + store)).toList();
    boolean quick = run.effort().equals("quick");
    int rounds = run.effort().equals("whole") ? 3 : 1;
    return new Outcome(
        Imports.measure(run.date(), rounds, quick ? FEW : Integer.MAX_VALUE, stores), List.of());
  }

  @Override
  public String toString() {
    return "imports";
  }
}
