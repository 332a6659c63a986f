package org.plaincqrs.benchmarks.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Benchmarks that are read side by side: a table.
 *
 * @param text what the figures are of
 * @param suite which one measures it
 * @param column the parameter whose values are the columns, or null for a single one
 * @param columnName what such a value counts; for a single one, what the figures are of
 * @param beside what the figures are compared with
 */
record Group(
    String title,
    String text,
    String suite,
    Choice choice,
    @Nullable String column,
    String columnName,
    Beside beside,
    List<Row> rows) {

  /** What a figure is compared with. */
  enum Beside {
    /** The floor: that of the first row in the same column. */
    FIRST_ROW,
    /** That of the first column in the same row. */
    FIRST_COLUMN,
    NOTHING
  }

  /** A benchmark and what it is called on the page. */
  record Row(String label, String benchmark) {}

  List<String> benchmarks() {
    return rows.stream().map(Row::benchmark).toList();
  }

  /** The choices of the columns for which there are results. */
  List<Choice> columns(Measurements measurements) {
    if (column == null) {
      return rows.stream().anyMatch(row -> choice.result(measurements, row.benchmark).isPresent())
          ? List.of(choice)
          : List.of();
    }
    return choice.values(measurements, benchmarks(), column).stream()
        .map(value -> choice.and(column, value))
        .toList();
  }

  String heading(Choice chosen) {
    return column == null ? "" : Figure.parameter(chosen.parameters().get(column));
  }
}
