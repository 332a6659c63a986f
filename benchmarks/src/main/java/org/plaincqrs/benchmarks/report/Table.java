package org.plaincqrs.benchmarks.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A group in Markdown: a heading, the text, the figures, and which runs they are of. */
record Table(Group group, Measurements measurements) {
  String markdown() {
    String head = "## " + group.title() + "\n\n" + group.text() + "\n\n";
    List<Choice> columns = group.columns(measurements);
    if (columns.isEmpty()) {
      return head
          + "Not measured yet; `java -jar benchmarks/target/benchmarks.jar "
          + group.suite()
          + "` does.\n\n";
    }
    StringBuilder text = new StringBuilder(head);
    text.append("| ").append(group.columnName()).append(" |");
    columns.forEach(column -> text.append(' ').append(group.heading(column)).append(" |"));
    text.append("\n| --- |").append(" ---: |".repeat(columns.size())).append('\n');
    for (Group.Row row : group.rows()) {
      text.append("| ").append(row.label()).append(" |");
      columns.forEach(c -> text.append(' ').append(cell(row, c, columns.get(0))).append(" |"));
      text.append('\n');
    }
    return text.append('\n').append(source(columns)).append("\n\n").toString();
  }

  private String cell(Group.Row row, Choice column, Choice first) {
    Optional<Measurement> found = column.result(measurements, row.benchmark());
    if (found.isEmpty()) {
      return "";
    }
    Measurement result = found.get();
    Optional<Measurement> base =
        switch (group.beside()) {
          case FIRST_ROW -> column.result(measurements, group.rows().get(0).benchmark());
          case FIRST_COLUMN -> first.result(measurements, row.benchmark());
          case NOTHING -> Optional.empty();
        };
    String ratio =
        base.filter(b -> b.run().equals(result.run()))
            .map(b -> ", " + Figure.ratio(result.score() / b.score()))
            .orElse("");
    String bytes = result.bytes() == null ? "" : ", " + Figure.bytes(result.bytes());
    return Figure.spread(result) + ratio + bytes;
  }

  private String source(List<Choice> columns) {
    Set<String> dates = new LinkedHashSet<>();
    for (Choice column : columns) {
      for (Group.Row row : group.rows()) {
        column.result(measurements, row.benchmark()).ifPresent(r -> dates.add(r.run()));
      }
    }
    String numbers = dates.stream().map(measurements::number).collect(Collectors.joining(", "));
    String warning = dates.size() > 1 ? " **Of different runs, which are not compared.**" : "";
    String ratios =
        switch (group.beside()) {
          case FIRST_ROW -> "Ratios to the first row; run ";
          case FIRST_COLUMN -> "Ratios to the first column; run ";
          case NOTHING -> "Run ";
        };
    return ratios + numbers + "." + warning;
  }
}
