package org.plaincqrs.examples.catalog.command;

import java.util.UUID;
import org.plaincqrs.command.ICommand;

/** Take a user's rating of a product, from 1 to 5, in place of a former one. */
public record RateProduct(UUID id, int productId, int userId, int rating)
    implements ICommand<Void> {
  public RateProduct(int productId, int userId, int rating) {
    this(ICommand.newId(), productId, userId, rating);
  }
}
