package org.plaincqrs.examples.catalog.foodmart;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A row of the source that tells no movement.
 *
 * @param table where it is
 * @param timeId null where the source has none
 * @param quantity null where the source has none
 */
public record LeftOutRow(
    String table, int productId, @Nullable Integer timeId, @Nullable BigDecimal quantity) {

  @Override
  public String toString() {
    return "%s (product %d, time %s, quantity %s)"
        .formatted(table, productId, timeId, quantity == null ? null : plain(quantity));
  }

  private static String plain(BigDecimal quantity) {
    return quantity.stripTrailingZeros().toPlainString();
  }
}
