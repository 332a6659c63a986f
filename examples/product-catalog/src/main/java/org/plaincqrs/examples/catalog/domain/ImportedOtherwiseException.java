package org.plaincqrs.examples.catalog.domain;

import java.util.stream.Collectors;

/** A catalogue was to import a source that it has imported already, or begun to, in another way. */
public final class ImportedOtherwiseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ImportedOtherwiseException(ImportNote present) {
    super(
        "This store holds %s of %s with an opening stock of %d. Ask for the same, or name another store."
            .formatted(
                present.source(),
                present.years().stream().map(String::valueOf).collect(Collectors.joining(" and ")),
                present.openingStock()));
  }
}
