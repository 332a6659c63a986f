package org.plaincqrs.examples.catalog.domain;

/** A product was to be added under an id that another one has. */
public final class ProductAlreadyAddedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProductAlreadyAddedException(Product present) {
    super(
        "Product %d is there already, as '%s'. Give the new product an id of its own."
            .formatted(present.id(), present.name()));
  }
}
