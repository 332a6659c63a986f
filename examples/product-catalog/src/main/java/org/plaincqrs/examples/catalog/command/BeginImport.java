package org.plaincqrs.examples.catalog.command;

import java.util.Set;
import java.util.UUID;
import org.plaincqrs.command.ICommand;

/** Note that an import begins, or goes on; answers whether it is finished already. */
public record BeginImport(UUID id, String source, Set<Integer> years, int openingStock)
    implements ICommand<Boolean> {
  public BeginImport {
    years = Set.copyOf(years);
  }

  public BeginImport(String source, Set<Integer> years, int openingStock) {
    this(ICommand.newId(), source, years, openingStock);
  }
}
