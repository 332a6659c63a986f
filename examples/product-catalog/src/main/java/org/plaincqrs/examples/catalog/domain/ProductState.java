package org.plaincqrs.examples.catalog.domain;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * All that a product knows of itself. Immutable.
 *
 * @param stock what the books hold; below zero when more was shipped than they held
 * @param ratings by user, each from 1 to 5
 */
public record ProductState(
    int id,
    String name,
    String description,
    BigDecimal unitPrice,
    String category,
    String subcategory,
    long stock,
    Map<Integer, Integer> ratings) {
  /** Before the first event. */
  static final ProductState NONE =
      new ProductState(0, "", "", BigDecimal.ZERO, "", "", 0, Map.of());

  public ProductState {
    ratings = Map.copyOf(ratings);
  }

  ProductState withStock(long newStock) {
    return new ProductState(
        id, name, description, unitPrice, category, subcategory, newStock, ratings);
  }

  ProductState withRating(int userId, int rating) {
    Map<Integer, Integer> newRatings = new HashMap<>(ratings);
    newRatings.put(userId, rating);
    return new ProductState(
        id, name, description, unitPrice, category, subcategory, stock, newRatings);
  }
}
