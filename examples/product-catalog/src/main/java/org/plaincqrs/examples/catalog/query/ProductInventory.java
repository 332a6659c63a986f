package org.plaincqrs.examples.catalog.query;

import java.util.Objects;

/**
 * A product as the warehouse sees it.
 *
 * @param currentStock what the books hold; below zero when more was shipped than they held
 */
public record ProductInventory(int id, String name, long currentStock) {
  public ProductInventory {
    Objects.requireNonNull(name, "name");
  }
}
