package org.plaincqrs.examples.catalog.command;

import java.util.UUID;
import org.plaincqrs.command.ICommand;

/** Note that an import is finished: everything is there and was checked. */
public record FinishImport(UUID id, String source) implements ICommand<Void> {
  public FinishImport(String source) {
    this(ICommand.newId(), source);
  }
}
