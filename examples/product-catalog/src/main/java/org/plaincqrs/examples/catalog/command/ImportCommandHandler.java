package org.plaincqrs.examples.catalog.command;

import java.util.TreeSet;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.dispatch.Handles;
import org.plaincqrs.examples.catalog.domain.ImportNote;
import org.plaincqrs.examples.catalog.domain.ImportedOtherwiseException;

/** Keeps the note of the import: what was asked for, and whether it is finished. */
public final class ImportCommandHandler {
  private final IRepository<ImportNote, String> notes;

  public ImportCommandHandler(IRepository<ImportNote, String> notes) {
    this.notes = notes;
  }

  @Handles
  public boolean handle(BeginImport command) {
    ImportNote asked =
        new ImportNote(
            command.source(), new TreeSet<>(command.years()), command.openingStock(), false);
    ImportNote present = notes.find(command.source()).orElse(null);
    if (present == null) {
      notes.save(asked);
      return false;
    }
    if (!present.finish().equals(asked.finish())) {
      throw new ImportedOtherwiseException(present);
    }
    return present.finished();
  }

  @Handles
  public void handle(FinishImport command) {
    notes.save(notes.get(command.source()).finish());
  }
}
