package org.plaincqrs.examples.catalog.command;

import org.plaincqrs.dispatch.Validation;

/** What the fields of the commands must be, whatever the product's state is. */
public final class ProductRules {
  private ProductRules() {}

  /** The rules, as an interceptor before the handlers. */
  public static Validation validation() {
    return Validation.builder()
        .rule(AddNewProduct.class, "name", AddNewProduct::name, n -> !n.isBlank(), "must have text")
        .rule(
            AddNewProduct.class,
            "unitPrice",
            AddNewProduct::unitPrice,
            price -> price.signum() >= 0,
            "must be 0 or more")
        .rule(
            RateProduct.class,
            "rating",
            RateProduct::rating,
            rating -> rating >= 1 && rating <= 5,
            "must be 1 to 5")
        .rule(
            AddToInventory.class,
            "quantity",
            AddToInventory::quantity,
            quantity -> quantity > 0,
            "must be 1 or more")
        .rule(
            ConfirmItemsShipped.class,
            "quantity",
            ConfirmItemsShipped::quantity,
            quantity -> quantity > 0,
            "must be 1 or more")
        .rule(
            UpdateStockFromInventoryRecount.class,
            "count",
            UpdateStockFromInventoryRecount::count,
            count -> count >= 0,
            "must be 0 or more")
        .build();
  }
}
