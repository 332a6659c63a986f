package org.plaincqrs.examples.catalog.query;

import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.AggregateType;
import org.plaincqrs.examples.catalog.domain.Product;
import org.plaincqrs.examples.catalog.domain.ProductEvent;
import org.plaincqrs.examples.catalog.domain.ProductState;

/** Products read where the write side keeps them, with indexes for the read side's questions. */
public final class ProductStates {
  private static final ProductIndexes<ProductState> INDEXES = ProductIndexes.over(ProductRow::of);

  /** {@link Product#TYPE} with those indexes. */
  public static final AggregateType<Product, Integer, ProductState, ProductEvent> TYPE =
      Product.TYPE.indexedBy(INDEXES.outOfStock()).indexedBy(INDEXES.category());

  private ProductStates() {}

  /** The DAO that reads them. */
  public static ProductsDao read(CqrsBuilder builder) {
    return new StoredProductsDao<>(builder.states(TYPE.stateType()), INDEXES, ProductRow::of);
  }
}
