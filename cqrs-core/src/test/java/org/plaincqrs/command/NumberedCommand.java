package org.plaincqrs.command;

import java.util.UUID;

/** A template for command classes, of which a test may need hundreds. */
final class NumberedCommand implements ICommand<Integer> {
  @Override
  public UUID id() {
    return new UUID(0, 1);
  }
}
