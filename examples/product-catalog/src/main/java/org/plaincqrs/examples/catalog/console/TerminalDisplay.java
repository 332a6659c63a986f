package org.plaincqrs.examples.catalog.console;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Redraws one line, at most ten times a second. */
final class TerminalDisplay implements ProgressDisplay {
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int CHECKS = 1000;
  private static final int BAR_WIDTH = 30;

  private final PrintStream out;
  private long drawnAtNanos = -REDRAW_NANOS;
  private int drawnLength;
  private long drawnCount = -1;

  TerminalDisplay(PrintStream out) {
    this.out = out;
  }

  @Override
  public long show(Progress progress) {
    if (progress.elapsedNanos() - drawnAtNanos >= REDRAW_NANOS) {
      draw(progress);
    }
    return progress.done() + Math.max(1, progress.total() / CHECKS);
  }

  @Override
  public void end(Progress progress) {
    if (progress.done() != drawnCount) {
      draw(progress);
    }
    out.println();
  }

  private void draw(Progress progress) {
    String line = "%s [%s] %s".formatted(progress.label(), bar(progress), progress.text());
    out.print("\r" + line + " ".repeat(Math.max(0, drawnLength - line.length())));
    out.flush();
    drawnAtNanos = progress.elapsedNanos();
    drawnLength = line.length();
    drawnCount = progress.done();
  }

  private static String bar(Progress progress) {
    int filled = progress.percent() * BAR_WIDTH / 100;
    return "#".repeat(filled) + " ".repeat(BAR_WIDTH - filled);
  }
}
