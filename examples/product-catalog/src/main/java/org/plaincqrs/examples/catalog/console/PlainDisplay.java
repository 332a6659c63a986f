package org.plaincqrs.examples.catalog.console;

import java.io.PrintStream;

/** Prints a line at each quarter, and one more where the work stops before its end. */
final class PlainDisplay implements ProgressDisplay {
  private static final int QUARTERS = 4;

  private final PrintStream out;
  private long shown = -1;

  PlainDisplay(PrintStream out) {
    this.out = out;
  }

  @Override
  public long show(Progress progress) {
    print(progress);
    return nextQuarter(progress);
  }

  @Override
  public void end(Progress progress) {
    if (!progress.isComplete() && progress.done() != shown) {
      print(progress);
    }
  }

  private void print(Progress progress) {
    out.println(progress.label() + ": " + progress.text().strip());
    shown = progress.done();
  }

  private static long nextQuarter(Progress progress) {
    for (int quarter = 1; quarter <= QUARTERS; quarter++) {
      long count = -Math.floorDiv(-progress.total() * quarter, QUARTERS);
      if (count > progress.done()) {
        return count;
      }
    }
    return Long.MAX_VALUE;
  }
}
