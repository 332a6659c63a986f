package org.plaincqrs.examples.catalog.foodmart;

import org.jspecify.annotations.Nullable;

/**
 * The FoodMart data could not be opened or read, or holds something that this reader does not
 * expect.
 */
public final class FoodMartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FoodMartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
