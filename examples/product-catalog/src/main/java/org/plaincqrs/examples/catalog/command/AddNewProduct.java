package org.plaincqrs.examples.catalog.command;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;
import org.plaincqrs.command.ICommand;

/** Add a product to the catalogue, with nothing in stock. */
public record AddNewProduct(
    UUID id,
    int productId,
    String name,
    String description,
    BigDecimal unitPrice,
    String category,
    String subcategory)
    implements ICommand<Void> {
  public AddNewProduct {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(unitPrice, "unitPrice");
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(subcategory, "subcategory");
  }

  public AddNewProduct(
      int productId,
      String name,
      String description,
      BigDecimal unitPrice,
      String category,
      String subcategory) {
    this(ICommand.newId(), productId, name, description, unitPrice, category, subcategory);
  }
}
