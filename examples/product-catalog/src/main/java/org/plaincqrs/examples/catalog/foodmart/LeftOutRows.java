package org.plaincqrs.examples.catalog.foodmart;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows that have no time or no positive quantity, and so are no movements.
 *
 * @param count all of them
 * @param firstExamples at most {@value #EXAMPLE_LIMIT}, ordered by table, product and time
 */
public record LeftOutRows(long count, List<LeftOutRow> firstExamples) {
  static final int EXAMPLE_LIMIT = 3;

  public LeftOutRows {
    firstExamples = List.copyOf(firstExamples);
  }

  /** One line for people: how many, why, and the first examples. */
  public String summary() {
    if (count == 0) {
      return "No rows left out.";
    }
    return "Left out %d rows without a time or a positive quantity, first: %s."
        .formatted(
            count,
            firstExamples.stream().map(LeftOutRow::toString).collect(Collectors.joining(", ")));
  }
}
