package org.plaincqrs.examples.catalog.foodmart;

import java.math.BigDecimal;

/**
 * A product of FoodMart together with its class.
 *
 * @param unitPrice the suggested retail price, with two decimals or, should cents not do, as many
 *     as it needs
 * @param subcategory the narrowest class, for example Juice; not unique by itself, Coffee is in two
 *     categories
 * @param category holds subcategories, for example Pure Juice Beverages
 * @param department holds categories, for example Beverages
 */
public record SourceProduct(
    int id,
    String name,
    String brand,
    BigDecimal unitPrice,
    String subcategory,
    String category,
    String department) {

  /** A sentence for customers, made of brand and class: FoodMart has no description of its own. */
  public String description() {
    return "%s by %s, from %s (%s).".formatted(subcategory, brand, category, department);
  }
}
