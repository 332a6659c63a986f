package org.plaincqrs.benchmarks.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Who took part in a contest on one database, and how ours stands beside the yardstick. */
record Standing(String database, List<Measurement> contenders) {
  private static final List<String> ROLES = List.of("ours", "yardstick", "beside");
  private static final Comparator<Measurement> ORDER =
      Comparator.<Measurement>comparingInt(each -> ROLES.indexOf(each.parameters().get("role")))
          .thenComparingInt(each -> name(each).length())
          .thenComparing(Standing::name);

  /** Those of the newest run; PostgreSQL, on which the targets are, comes first. */
  static List<Standing> of(Contest contest, Measurements measurements) {
    List<Measurement> all =
        measurements.results().stream()
            .filter(each -> each.benchmark().equals(contest.benchmark()))
            .toList();
    return all.stream()
        .map(each -> each.parameters().get("database"))
        .distinct()
        .sorted(Comparator.comparing((String name) -> !isJudged(name)).thenComparing(name -> name))
        .map(database -> new Standing(database, newest(all, database)))
        .toList();
  }

  private static List<Measurement> newest(List<Measurement> all, String database) {
    List<Measurement> here =
        all.stream().filter(each -> database.equals(each.parameters().get("database"))).toList();
    String last = here.stream().map(Measurement::run).max(Comparator.naturalOrder()).orElseThrow();
    return here.stream().filter(each -> each.run().equals(last)).sorted(ORDER).toList();
  }

  private static boolean isJudged(String database) {
    return database.equals("PostgreSQL");
  }

  boolean isJudged() {
    return isJudged(database);
  }

  static String name(Measurement contender) {
    return contender.parameters().get("contender");
  }

  /** Name and version. */
  String heading() {
    return database + " " + run().parameters().get(Measurement.VERSION);
  }

  /** Any of the measurements, since all are of one run. */
  Measurement run() {
    return contenders.get(0);
  }

  Optional<Measurement> named(String name) {
    return contenders.stream().filter(each -> name(each).equals(name)).findFirst();
  }

  /** How many times the fastest yardstick of the same round a contender was, by round. */
  double[] ratios(Measurement contender) {
    return IntStream.range(0, contender.forks().size())
        .mapToDouble(round -> contender.forks().get(round) / yardstick(round))
        .toArray();
  }

  private double yardstick(int round) {
    return contenders.stream()
        .filter(each -> "yardstick".equals(each.parameters().get("role")))
        .mapToDouble(each -> each.forks().get(round))
        .max()
        .orElse(Double.NaN);
  }

  /** The median of the rounds for ours. */
  double ratio() {
    return Measurement.median(ratios(contenders.get(0)));
  }
}
