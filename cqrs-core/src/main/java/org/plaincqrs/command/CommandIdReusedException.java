package org.plaincqrs.command;

import org.plaincqrs.error.CqrsException;

/** A command bears the id of another command that was handled before; nothing was done. */
public final class CommandIdReusedException extends CqrsException {
  private static final long serialVersionUID = 1L;

  CommandIdReusedException(ICommand<?> command) {
    super(
        command.getClass().getSimpleName()
            + " "
            + command.id()
            + " refused: another command was handled under this id. Give every new command an id of its own,"
            + " and repeat a command unchanged.");
  }
}
