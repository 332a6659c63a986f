package org.plaincqrs.examples.catalog.domain;

/** Something that happened to a product. */
public sealed interface ProductEvent
    permits ProductAdded, ProductRated, ItemsReceived, ItemsShipped, StockRecounted {
  /** The product that it happened to. */
  int productId();

  /** The product's state after it. */
  ProductState applyTo(ProductState state);
}
