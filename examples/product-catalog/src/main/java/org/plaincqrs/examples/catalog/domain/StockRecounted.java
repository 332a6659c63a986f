package org.plaincqrs.examples.catalog.domain;

/** Somebody counted what is there; the books follow. */
public record StockRecounted(int productId, int count) implements ProductEvent {
  @Override
  public ProductState applyTo(ProductState state) {
    return state.withStock(count);
  }
}
