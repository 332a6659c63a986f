package org.plaincqrs.examples.catalog.query;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.examples.catalog.domain.ItemsReceived;
import org.plaincqrs.examples.catalog.domain.ItemsShipped;
import org.plaincqrs.examples.catalog.domain.ProductAdded;
import org.plaincqrs.examples.catalog.domain.ProductRated;
import org.plaincqrs.examples.catalog.domain.StockRecounted;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Storage;

/** The view of products: a row for each, kept by following the events into a store. */
public final class ProductsView {
  /** What it is called in the store. */
  public static final String NAME = "product-view";

  private static final ProductIndexes<ProductRow> INDEXES =
      ProductIndexes.over(Function.identity());

  static final Projection<ProductRow, Integer> PROJECTION =
      Projection.into(
              DocumentType.of(NAME, ProductRow.class, Integer.class)
                  .indexedBy(INDEXES.outOfStock())
                  .indexedBy(INDEXES.category()))
          .on(ProductAdded.class, ProductAdded::productId, (row, added) -> ProductRow.of(added))
          .on(ProductRated.class, ProductRated::productId, change(ProductRow::after))
          .on(ItemsReceived.class, ItemsReceived::productId, change(ProductRow::after))
          .on(ItemsShipped.class, ItemsShipped::productId, change(ProductRow::after))
          .on(StockRecounted.class, StockRecounted::productId, change(ProductRow::after))
          .build();

  private ProductsView() {}

  /** Has the view follow the log into that storage, and gives the DAO that reads it. */
  public static ProductsDao follow(CqrsBuilder builder, Storage readModel) {
    builder.follow(PROJECTION, readModel);
    return new StoredProductsDao<>(builder.view(PROJECTION), INDEXES, Function.identity());
  }

  /**
   * A change of a row that must be there, since nothing happens to a product before it is added.
   */
  private static <E> Projection.Change<ProductRow, E> change(
      BiFunction<ProductRow, E, ProductRow> change) {
    return (row, event) ->
        change.apply(Objects.requireNonNull(row, () -> "No product before " + event), event);
  }
}
