package org.plaincqrs.examples.catalog.console;

import java.io.Console;
import java.io.PrintStream;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Shows how far a piece of work with a known number of steps has come: on a terminal a line that
 * redraws itself, elsewhere a plain line at each quarter. A step costs an addition and a
 * comparison; clock and stream are asked for at most every thousandth of the work. Not thread-safe.
 */
public final class ProgressBar implements AutoCloseable {
  private final String label;
  private final long total;
  private final ProgressDisplay display;
  private final LongSupplier nanoClock;
  private final long startNanos;
  private long done;
  private long showAt;
  private boolean closed;

  private ProgressBar(String label, long total, ProgressDisplay display, LongSupplier nanoClock) {
    if (total < 0) {
      throw new IllegalArgumentException(
          "Progress of '%s' over %d steps: give 0 or more.".formatted(label, total));
    }
    this.label = Objects.requireNonNull(label, "label");
    this.total = total;
    this.display = display;
    this.nanoClock = nanoClock;
    this.startNanos = nanoClock.getAsLong();
    this.showAt = display.show(progress());
  }

  /**
   * A bar in the way that suits this process: redrawn if it has a terminal, plain if its output
   * goes elsewhere.
   */
  public static ProgressBar of(String label, long total, PrintStream out) {
    return hasTerminal()
        ? onTerminal(label, total, out, System::nanoTime)
        : plain(label, total, out, System::nanoTime);
  }

  static ProgressBar onTerminal(String label, long total, PrintStream out, LongSupplier nanoClock) {
    return new ProgressBar(label, total, new TerminalDisplay(out), nanoClock);
  }

  static ProgressBar plain(String label, long total, PrintStream out, LongSupplier nanoClock) {
    return new ProgressBar(label, total, new PlainDisplay(out), nanoClock);
  }

  /** One step is done. */
  public void step() {
    at(done + 1);
  }

  /** So many of its steps are done. */
  public void at(long steps) {
    done = steps;
    if (done >= showAt) {
      showAt = display.show(progress());
    }
  }

  /**
   * Shows where the work ended, also if that is before its last step. Has no effect the second
   * time.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      display.end(progress());
    }
  }

  private Progress progress() {
    return new Progress(label, done, total, nanoClock.getAsLong() - startNanos);
  }

  /**
   * From JDK 22 on there can be a console without a terminal, and a method tells which; JDK 17
   * doesn't have it.
   */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean hasTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
