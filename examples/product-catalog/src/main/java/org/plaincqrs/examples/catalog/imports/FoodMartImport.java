package org.plaincqrs.examples.catalog.imports;

import java.io.PrintStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.examples.catalog.console.ProgressBar;
import org.plaincqrs.examples.catalog.foodmart.FoodMart;
import org.plaincqrs.examples.catalog.wiring.Catalog;

/**
 * One import of FoodMart. The commands of one product are sent in their order, those of different
 * ones side by side. Each has the id of its row, so an import that was broken off is simply
 * repeated. Used once.
 */
public final class FoodMartImport {
  private final ImportCommands commands;
  private final Catalog catalog;
  private long sent;
  private long repeated;
  private @Nullable Receipt<Void> last;

  public FoodMartImport(FoodMart foodMart, Set<Integer> years, int openingStock, Catalog catalog) {
    this(ImportCommands.of(foodMart, years, openingStock), catalog);
  }

  FoodMartImport(ImportSource source, int openingStock, Catalog catalog) {
    this(new ImportCommands(source, openingStock), catalog);
  }

  private FoodMartImport(ImportCommands commands, Catalog catalog) {
    this.commands = commands;
    this.catalog = catalog;
  }

  /**
   * Imports everything, showing how far it is, and waits until the views have seen all of it.
   *
   * @param inFlight how many commands to send at once
   */
  public ImportedCommands run(int inFlight, PrintStream out) {
    long start = System.nanoTime();
    try (ProgressBar bar = ProgressBar.of("Import", commands.count(), out);
        Lanes lanes = new Lanes(inFlight)) {
      commands.forEach((productId, command) -> lanes.submit(productId, () -> send(command, bar)));
      lanes.finish();
    }
    return summary(start);
  }

  private void send(ICommand<Void> command, ProgressBar bar) {
    Receipt<Void> receipt = catalog.send(command);
    synchronized (this) {
      sent++;
      repeated += receipt.duplicate() ? 1 : 0;
      last = last == null || last.position() < receipt.position() ? receipt : last;
      bar.step();
    }
  }

  private synchronized ImportedCommands summary(long start) {
    if (last != null) {
      catalog.await(last);
    }
    return new ImportedCommands(sent, repeated, System.nanoTime() - start);
  }
}
