package org.plaincqrs.examples.relay;

import java.util.UUID;
import org.plaincqrs.command.ICommand;

/**
 * Put money into an account, or take it out.
 *
 * @param cents below zero to take out
 */
public record Move(UUID id, String account, long cents) implements ICommand<Void> {
  public Move(String account, long cents) {
    this(ICommand.newId(), account, cents);
  }
}
