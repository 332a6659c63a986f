package org.plaincqrs.examples.catalog.imports;

/** The catalogue's answers are not what the source adds up to. */
public final class ImportCheckException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ImportCheckException(int count, String first) {
    super(
        "The catalogue differs from its source in %d products, first: %s. Don't trust its answers."
            .formatted(count, first));
  }
}
