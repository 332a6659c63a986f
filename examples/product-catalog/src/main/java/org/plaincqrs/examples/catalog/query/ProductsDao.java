package org.plaincqrs.examples.catalog.query;

import java.util.List;
import java.util.Optional;

/** The questions that the catalogue answers. Thread-safe. */
public interface ProductsDao {
  /** The product with that id. */
  Optional<ProductDisplay> findById(int productId);

  /** What the warehouse holds of the product with that id. */
  Optional<ProductInventory> findInventory(int productId);

  /** The products whose name contains that text in upper or lower case, by name, then by id. */
  List<ProductDisplay> findByName(String part);

  /** The products whose stock is zero or less, by id. */
  List<ProductInventory> findOutOfStockProducts();

  /**
   * The other products of the same category: those of the same subcategory first, then the rest,
   * each by id. Empty when there is no product with that id.
   */
  List<ProductDisplay> findRelatedProducts(int productId);

  /** Every product, by id. */
  List<ProductDisplay> findAll();

  /** What the warehouse holds of every product, by id. */
  List<ProductInventory> findAllInventory();
}
