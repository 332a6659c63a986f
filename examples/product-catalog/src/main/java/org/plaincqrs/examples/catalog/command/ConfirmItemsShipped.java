package org.plaincqrs.examples.catalog.command;

import java.util.UUID;
import org.plaincqrs.command.ICommand;

/** Note that units of a product have left the warehouse. */
public record ConfirmItemsShipped(UUID id, int productId, int quantity) implements ICommand<Void> {
  public ConfirmItemsShipped(int productId, int quantity) {
    this(ICommand.newId(), productId, quantity);
  }
}
