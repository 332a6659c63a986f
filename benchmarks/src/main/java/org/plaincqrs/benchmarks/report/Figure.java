package org.plaincqrs.benchmarks.report;

import java.util.Locale;

/** Numbers as readers like them. */
final class Figure {
  private static final int WITH_DECIMALS = 100;
  private static final double MICROSECOND = 1e3;
  private static final double MILLISECOND = 1e6;

  private Figure() {}

  /** With three decimals below 1, one below 100, with commas between thousands from there on. */
  static String of(double number) {
    if (number > 0 && number < 1) {
      return String.format(Locale.ROOT, "%.3f", number);
    }
    return String.format(Locale.ROOT, number < WITH_DECIMALS ? "%.1f" : "%,.0f", number);
  }

  /** With half of what lies between the least and the greatest, where there are several. */
  static String spread(Measurement result) {
    String error = result.forks().size() > 1 ? " ±" + error(result) : "";
    return "**" + of(result.score()) + "**" + error;
  }

  /** Without more decimals than its figure has. */
  private static String error(Measurement result) {
    return result.score() >= 1 && result.error() < 1
        ? String.format(Locale.ROOT, "%.1f", result.error())
        : of(result.error());
  }

  /** With two decimals below 10. */
  static String ratio(double number) {
    return number < 10 ? String.format(Locale.ROOT, "%.2f", number) : of(number);
  }

  /** Without decimals that say nothing. */
  static String limit(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%,.0f", number)
        : Double.toString(number);
  }

  /** A time in the unit that makes it short. */
  static String time(double nanos) {
    if (nanos >= MILLISECOND) {
      return of(nanos / MILLISECOND) + " ms";
    }
    return nanos >= 10 * MICROSECOND ? of(nanos / MICROSECOND) + " µs" : of(nanos) + " ns";
  }

  /** Whole bytes. */
  static String bytes(double bytes) {
    return String.format(Locale.ROOT, "%,d B", Math.round(bytes));
  }

  /** A parameter, with commas between thousands when it is a number. */
  static String parameter(String value) {
    return value.matches("\\d+") ? String.format(Locale.ROOT, "%,d", Long.parseLong(value)) : value;
  }
}
