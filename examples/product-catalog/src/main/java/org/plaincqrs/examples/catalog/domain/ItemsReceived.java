package org.plaincqrs.examples.catalog.domain;

/** Units came into the warehouse. */
public record ItemsReceived(int productId, int quantity) implements ProductEvent {
  @Override
  public ProductState applyTo(ProductState state) {
    return state.withStock(state.stock() + quantity);
  }
}
