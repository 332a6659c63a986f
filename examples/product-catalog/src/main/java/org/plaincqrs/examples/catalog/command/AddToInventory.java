package org.plaincqrs.examples.catalog.command;

import java.util.UUID;
import org.plaincqrs.command.ICommand;

/** Take units of a product into stock. */
public record AddToInventory(UUID id, int productId, int quantity) implements ICommand<Void> {
  public AddToInventory(int productId, int quantity) {
    this(ICommand.newId(), productId, quantity);
  }
}
