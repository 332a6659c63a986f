package org.plaincqrs.benchmarks.report;

import java.util.Locale;
import java.util.Optional;

/**
 * Something wanted, and what was found.
 *
 * @param wanted the limit, in words
 * @param atMost whether what is found may be at most the limit; else at least
 * @param found empty when what it takes was not measured, all in one run
 * @param unit of limit and found, with a space in front where one belongs
 */
record Target(
    String what, String wanted, boolean atMost, double limit, Optional<Double> found, String unit) {
  /** Allocations below this are the profiler's own. */
  private static final double NO_BYTES = 0.5;

  static Target atMost(String what, double limit, String unit, Optional<Double> found) {
    String wanted = "at most " + Figure.limit(limit) + unit;
    return new Target(what, wanted, true, limit, found, unit);
  }

  static Target atLeast(String what, double limit, String unit, Optional<Double> found) {
    String wanted = "at least " + Figure.limit(limit) + unit;
    return new Target(what, wanted, false, limit, found, unit);
  }

  static Target noBytes(String what, Optional<Double> found) {
    return new Target(what, "0 B", true, NO_BYTES, found, " B");
  }

  String markdown() {
    String value = found.map(f -> shown(f) + unit).orElse("");
    return "| " + what + " | " + wanted + " | " + value + " | " + verdict() + " |";
  }

  private String shown(double value) {
    return unit.equals(" B") ? Figure.limit(Math.rint(value)) : Figure.ratio(value);
  }

  boolean isMet() {
    return verdict().equals("met");
  }

  boolean isMeasured() {
    return found.isPresent();
  }

  String verdict() {
    if (found.isEmpty()) {
      return "not measured in one run yet";
    }
    double value = found.get();
    if (atMost ? value <= limit : value >= limit) {
      return "met";
    }
    if (unit.equals(" B")) {
      return "**missed by " + shown(value) + " B**";
    }
    double factor = atMost ? value / limit : limit / value;
    return factor < 2
        ? String.format(Locale.ROOT, "**missed by %.0f %%**", Math.max(1, (factor - 1) * 100))
        : String.format(Locale.ROOT, "**missed by a factor of %.1f**", factor);
  }
}
