package org.plaincqrs.examples.catalog.query;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A product as a customer sees it.
 *
 * @param userRating the mean of its users' ratings, or null as long as nobody has rated it
 */
public record ProductDisplay(
    int id,
    String name,
    String description,
    BigDecimal unitPrice,
    boolean outOfStock,
    @Nullable BigDecimal userRating) {
  public ProductDisplay {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(unitPrice, "unitPrice");
  }
}
