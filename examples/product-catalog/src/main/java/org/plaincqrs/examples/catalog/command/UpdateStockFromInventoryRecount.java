package org.plaincqrs.examples.catalog.command;

import java.util.UUID;
import org.plaincqrs.command.ICommand;

/** Set the stock of a product to what was counted. */
public record UpdateStockFromInventoryRecount(UUID id, int productId, int count)
    implements ICommand<Void> {
  public UpdateStockFromInventoryRecount(int productId, int count) {
    this(ICommand.newId(), productId, count);
  }
}
