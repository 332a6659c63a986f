package org.plaincqrs.examples.catalog.domain;

import org.jspecify.annotations.Nullable;

/**
 * A user rated a product.
 *
 * @param rating from 1 to 5
 * @param replaced the same user's former rating, or null when this is the first one; told here so
 *     that a view can keep a mean without every user's rating
 */
public record ProductRated(int productId, int userId, int rating, @Nullable Integer replaced)
    implements ProductEvent {
  @Override
  public ProductState applyTo(ProductState state) {
    return state.withRating(userId, rating);
  }
}
