package org.plaincqrs.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A contest in Markdown: who took part, by database. */
record ContestTable(Contest contest, Measurements measurements) {
  String markdown() {
    List<Standing> standings = Standing.of(contest, measurements);
    String head = "### " + contest + ": " + contest.title() + "\n\n";
    if (standings.isEmpty()) {
      return head
          + "Not measured yet; `java -jar benchmarks/target/benchmarks.jar databases --only "
          + contest
          + "` does.\n\n";
    }
    String unit = standings.get(0).run().unit().replace("/s", " a second");
    return head
        + row(Stream.concat(Stream.of(unit), standings.stream().map(Standing::heading)))
        + row(Stream.concat(Stream.of("---"), standings.stream().map(each -> "---:")))
        + names(standings).map(name -> row(name, standings)).collect(Collectors.joining())
        + "\n"
        + runs(standings)
        + "\n\n";
  }

  private static Stream<String> names(List<Standing> standings) {
    return standings.stream()
        .flatMap(each -> each.contenders().stream())
        .map(Standing::name)
        .distinct();
  }

  private static String row(Stream<String> cells) {
    return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String row(String name, List<Standing> standings) {
    return row(
        Stream.concat(
            Stream.of(name),
            standings.stream()
                .map(each -> each.named(name).map(found -> cell(each, found)).orElse(""))));
  }

  private static String cell(Standing standing, Measurement found) {
    double[] ratios = standing.ratios(found);
    double least = Arrays.stream(ratios).min().orElseThrow();
    double most = Arrays.stream(ratios).max().orElseThrow();
    String micros = found.micros() == null ? "" : ", " + Figure.of(found.micros()) + " µs";
    String range =
        ratios.length > 1 ? " (" + Figure.ratio(least) + " to " + Figure.ratio(most) + ")" : "";
    return Figure.spread(found) + ", " + Figure.ratio(Measurement.median(ratios)) + range + micros;
  }

  private String runs(List<Standing> standings) {
    return standings.stream()
        .map(each -> measurements.number(each.run().run()))
        .distinct()
        .collect(Collectors.joining(", ", "Run ", "."));
  }
}
