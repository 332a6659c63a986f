package org.plaincqrs.examples.catalog.query;

import java.util.function.Function;
import org.plaincqrs.storage.Index;

/**
 * What products are found by beside their id, over rows or over whatever a row can be made of.
 *
 * @param outOfStock true for products that wait for a recount or a delivery; the others are not in
 *     the index
 */
record ProductIndexes<D>(Index<D, Boolean> outOfStock, Index<D, String> category) {
  static <D> ProductIndexes<D> over(Function<D, ProductRow> row) {
    return new ProductIndexes<>(
        Index.of("out_of_stock", Boolean.class, d -> row.apply(d).outOfStock() ? true : null),
        Index.of("category", String.class, d -> row.apply(d).category()));
  }
}
