package org.plaincqrs.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The plots that can be drawn of what was measured, by file name. */
record Plots(Measurements measurements) {
  private static final List<String> OURS =
      List.of(
          ".CommandDispatch.",
          ".FacadeDispatch.",
          ".OurEvents.",
          ".CommandAppend.",
          ".OurLoading.");

  /** File name and SVG, for a group; nothing where there are no results. */
  Map<String, String> of(Group group) {
    Map<String, String> plots = new LinkedHashMap<>();
    if (group.equals(Groups.commands(1))) {
      for (String types : List.of("10", "100")) {
        Choice choice = Choice.of("types", types);
        bars(plots, group, choice, "benchmarks-commands-" + types + ".svg", types + " classes");
      }
    }
    if (group.equals(Groups.events())) {
      Choice choice = Choice.of("subscribers", "1");
      bars(plots, group, choice, "benchmarks-events-1.svg", "1 subscriber");
    }
    if (group.equals(Groups.commandAppends())) {
      Choice choice = Choice.threads(1);
      bars(plots, group, choice, "benchmarks-command-append.svg", "1 thread");
    }
    if (group.equals(Groups.loads("100"))) {
      lines(plots, group, "benchmarks-growth-load.svg", "other events in the log");
    }
    if (group.equals(Groups.growth())) {
      lines(plots, group, "benchmarks-growth.svg", "events in the log");
    }
    for (String database : List.of("PostgreSQL", "H2")) {
      if (group.equals(Groups.growing(database))) {
        String file = "benchmarks-growth-" + database.toLowerCase(Locale.ROOT) + ".svg";
        lines(plots, group, file, "events in the log");
      }
    }
    return plots;
  }

  private void bars(
      Map<String, String> plots, Group group, Choice choice, String file, String detail) {
    List<Bars.Bar> bars = new ArrayList<>();
    for (Group.Row row : group.rows()) {
      choice
          .result(measurements, row.benchmark())
          .ifPresent(r -> bars.add(new Bars.Bar(label(row), r.score(), colour(row))));
    }
    if (!bars.isEmpty()) {
      plots.put(file, new Bars(group.title() + ", " + detail + ": time each", bars).svg());
    }
  }

  private static String label(Group.Row row) {
    return row.label().replace("`", "");
  }

  private static int colour(Group.Row row) {
    String name = row.benchmark();
    if (Stream.of("direct", "hashMap", "loop", "twoLists", "copy").anyMatch(name::endsWith)) {
      return Svg.FLOOR;
    }
    return OURS.stream().anyMatch(name::contains) ? Svg.OURS : Svg.PEER;
  }

  private void lines(Map<String, String> plots, Group group, String file, String size) {
    List<Lines.Line> lines = new ArrayList<>();
    boolean onlyOurs = group.beside() == Group.Beside.FIRST_COLUMN;
    for (Group.Row row : group.rows()) {
      List<Lines.Point> points = new ArrayList<>();
      for (Choice column : group.columns(measurements)) {
        double at = Double.parseDouble(column.parameters().get(group.column()));
        column
            .result(measurements, row.benchmark())
            .ifPresent(r -> points.add(new Lines.Point(at, r.score())));
      }
      if (!points.isEmpty()) {
        int colour = onlyOurs ? Svg.ONLY_OURS.get(lines.size()) : colour(row);
        lines.add(new Lines.Line(label(row), colour, points));
      }
    }
    if (!lines.isEmpty()) {
      plots.put(file, new Lines(group.title() + ": time each", size, lines).svg());
    }
  }
}
