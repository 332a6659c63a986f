package org.plaincqrs.examples.catalog.query;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.examples.catalog.domain.ItemsReceived;
import org.plaincqrs.examples.catalog.domain.ItemsShipped;
import org.plaincqrs.examples.catalog.domain.ProductAdded;
import org.plaincqrs.examples.catalog.domain.ProductRated;
import org.plaincqrs.examples.catalog.domain.ProductState;
import org.plaincqrs.examples.catalog.domain.StockRecounted;

/** What the read side keeps of a product: every answer about it comes from one row. Immutable. */
record ProductRow(
    int id,
    String name,
    String description,
    BigDecimal unitPrice,
    String category,
    String subcategory,
    long stock,
    long ratingSum,
    int ratingCount) {
  private static final int RATING_SCALE = 2;

  /** The row of a product as the write side holds it. */
  static ProductRow of(ProductState state) {
    return new ProductRow(
        state.id(),
        state.name(),
        state.description(),
        state.unitPrice(),
        state.category(),
        state.subcategory(),
        state.stock(),
        state.ratings().values().stream().mapToLong(Integer::longValue).sum(),
        state.ratings().size());
  }

  /** The row of a new product. */
  static ProductRow of(ProductAdded added) {
    return new ProductRow(
        added.productId(),
        added.name(),
        added.description(),
        added.unitPrice(),
        added.category(),
        added.subcategory(),
        0,
        0,
        0);
  }

  ProductRow after(ProductRated rated) {
    Integer replaced = rated.replaced();
    return replaced == null
        ? withRatings(ratingSum + rated.rating(), ratingCount + 1)
        : withRatings(ratingSum + rated.rating() - replaced, ratingCount);
  }

  ProductRow after(ItemsReceived received) {
    return withStock(stock + received.quantity());
  }

  ProductRow after(ItemsShipped shipped) {
    return withStock(stock - shipped.quantity());
  }

  ProductRow after(StockRecounted recounted) {
    return withStock(recounted.count());
  }

  boolean outOfStock() {
    return stock <= 0;
  }

  ProductDisplay display() {
    return new ProductDisplay(id, name, description, unitPrice, outOfStock(), userRating());
  }

  ProductInventory inventory() {
    return new ProductInventory(id, name, stock);
  }

  private @Nullable BigDecimal userRating() {
    return ratingCount == 0
        ? null
        : BigDecimal.valueOf(ratingSum)
            .divide(BigDecimal.valueOf(ratingCount), RATING_SCALE, RoundingMode.HALF_UP);
  }

  private ProductRow withStock(long newStock) {
    return new ProductRow(
        id, name, description, unitPrice, category, subcategory, newStock, ratingSum, ratingCount);
  }

  private ProductRow withRatings(long newSum, int newCount) {
    return new ProductRow(
        id, name, description, unitPrice, category, subcategory, stock, newSum, newCount);
  }
}
