package org.plaincqrs.examples.catalog.domain;

import java.math.BigDecimal;
import java.util.Map;

/** A product came into the catalogue, with nothing in stock. */
public record ProductAdded(
    int productId,
    String name,
    String description,
    BigDecimal unitPrice,
    String category,
    String subcategory)
    implements ProductEvent {
  @Override
  public ProductState applyTo(ProductState state) {
    return new ProductState(
        productId, name, description, unitPrice, category, subcategory, 0, Map.of());
  }
}
