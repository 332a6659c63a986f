package org.plaincqrs.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param measures their names, in order
 * @param rounds how often each contender is measured; a round before them only warms up
 * @param seconds how long each time
 * @param events how many the large log holds
 * @param database a JDBC URL, or null for an embedded PostgreSQL
 */
record Settings(
    List<String> measures, int rounds, double seconds, int events, @Nullable String database) {

  static Settings of(String[] args) {
    List<String> measures = new ArrayList<>();
    Settings settings = new Settings(measures, 3, 3, 1_000_000, null);
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--")) {
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

  private Settings with(String option, String value) {
    return switch (option) {
      case "--rounds" -> new Settings(measures, Integer.parseInt(value), seconds, events, database);
      case "--seconds" ->
          new Settings(measures, rounds, Double.parseDouble(value), events, database);
      case "--events" -> new Settings(measures, rounds, seconds, Integer.parseInt(value), database);
      case "--database" -> new Settings(measures, rounds, seconds, events, value);
      default ->
          throw new IllegalArgumentException(
              "There is no option "
                  + option
                  + "; there are --rounds, --seconds, --events, --database.");
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
