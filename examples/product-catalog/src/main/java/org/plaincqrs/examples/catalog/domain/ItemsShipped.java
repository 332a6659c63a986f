package org.plaincqrs.examples.catalog.domain;

/** Units left the warehouse, be it that the books held fewer. */
public record ItemsShipped(int productId, int quantity) implements ProductEvent {
  @Override
  public ProductState applyTo(ProductState state) {
    return state.withStock(state.stock() - quantity);
  }
}
