package org.plaincqrs.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param measures their names, in order
 * @param rounds how often each contender is measured; a round before them only warms up
 * @param seconds how long each time
 * @param events how many the large log holds
 * @param large whether there is a log of ten times as many as well
 * @param database a JDBC URL, or null for an embedded PostgreSQL
 */
record Settings(
    List<String> measures,
    int rounds,
    double seconds,
    int events,
    boolean large,
    @Nullable String database) {

  /**
   * From a command line.
   *
   * @throws IllegalArgumentException when it makes no sense
   */
  static Settings of(String... args) {
    List<String> measures = new ArrayList<>();
    Settings settings = new Settings(measures, 3, 3, 1_000_000, false, null);
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--large")) {
        settings = settings.withLarge(true);
      } else if (args[i].startsWith("--")) {
        if (i + 1 == args.length) {
          throw new IllegalArgumentException(args[i] + " needs a value.");
        }
        settings = settings.with(args[i], args[++i]);
      } else {
        measures.add(args[i].toLowerCase(Locale.ROOT));
      }
    }
    return settings;
  }

  /**
   * How thoroughly the page's figures are measured: {@code whole}, {@code short}, {@code quick}.
   */
  static Settings of(String effort, @Nullable String database) {
    return switch (effort) {
      case "quick" -> new Settings(List.of(), 1, 0.05, 20_000, false, database);
      case "short" -> new Settings(List.of(), 3, 1, 100_000, false, database);
      default -> new Settings(List.of(), 5, 2, 1_000_000, false, database);
    };
  }

  Settings withLarge(boolean tenTimes) {
    return new Settings(measures, rounds, seconds, events, tenTimes, database);
  }

  private Settings with(String option, String value) {
    return switch (option) {
      case "--rounds" ->
          new Settings(measures, Integer.parseInt(value), seconds, events, large, database);
      case "--seconds" ->
          new Settings(measures, rounds, Double.parseDouble(value), events, large, database);
      case "--events" ->
          new Settings(measures, rounds, seconds, Integer.parseInt(value), large, database);
      case "--database" -> new Settings(measures, rounds, seconds, events, large, value);
      default ->
          throw new IllegalArgumentException(
              "There is no option "
                  + option
                  + "; there are --rounds, --seconds, --events, --large, --database.");
    };
  }

  /** How long a contender runs before it is measured. */
  double warmUpSeconds() {
    return seconds / 2;
  }

  /** How many events the small log holds: a hundredth. */
  int fewEvents() {
    return Math.max(1, events / 100);
  }
}
