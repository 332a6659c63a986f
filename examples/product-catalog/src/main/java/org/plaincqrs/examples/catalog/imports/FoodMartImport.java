package org.plaincqrs.examples.catalog.imports;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.examples.catalog.command.AddNewProduct;
import org.plaincqrs.examples.catalog.command.AddToInventory;
import org.plaincqrs.examples.catalog.command.ConfirmItemsShipped;
import org.plaincqrs.examples.catalog.command.UpdateStockFromInventoryRecount;
import org.plaincqrs.examples.catalog.console.ProgressBar;
import org.plaincqrs.examples.catalog.foodmart.FoodMart;
import org.plaincqrs.examples.catalog.foodmart.Movement;
import org.plaincqrs.examples.catalog.foodmart.SourceProduct;
import org.plaincqrs.examples.catalog.wiring.Catalog;

/**
 * One import of FoodMart, as commands: every product, its opening stock, then what came and went,
 * day by day. Commands of one product are sent in this order, those of different ones side by side.
 * Each has the id of its row, so an import that was broken off is simply repeated. Used once.
 */
public final class FoodMartImport {
  private final ImportSource source;
  private final int openingStock;
  private final Catalog catalog;
  private final RowIds ids = new RowIds();
  private long commands;
  private long repeated;
  private @Nullable Receipt<Void> last;

  public FoodMartImport(FoodMart foodMart, Set<Integer> years, int openingStock, Catalog catalog) {
    this(ImportSource.of(foodMart, years), openingStock, catalog);
  }

  FoodMartImport(ImportSource source, int openingStock, Catalog catalog) {
    this.source = source;
    this.openingStock = openingStock;
    this.catalog = catalog;
  }

  /**
   * Imports everything, showing how far it is, and waits until the views have seen all of it.
   *
   * @param inFlight how many commands to send at once
   */
  public ImportedCommands run(int inFlight, PrintStream out) {
    long start = System.nanoTime();
    long total = 2 * source.productCount() + source.movementCount();
    try (ProgressBar bar = ProgressBar.of("Import", total, out);
        Lanes lanes = new Lanes(inFlight)) {
      sendAll((productId, command) -> lanes.submit(productId, () -> send(command, bar)));
      lanes.finish();
    }
    return summary(start);
  }

  private interface Sender {
    void send(int productId, ICommand<Void> command);
  }

  private void sendAll(Sender sender) {
    List<Integer> products = new ArrayList<>();
    source.forEachProduct(
        product -> {
          sender.send(product.id(), command(product));
          products.add(product.id());
        });
    products.forEach(product -> sender.send(product, recount(product)));
    source.forEachMovement(movement -> sender.send(movement.productId(), command(movement)));
  }

  private void send(ICommand<Void> command, ProgressBar bar) {
    Receipt<Void> receipt = catalog.send(command);
    synchronized (this) {
      commands++;
      repeated += receipt.duplicate() ? 1 : 0;
      last = last == null || last.position() < receipt.position() ? receipt : last;
      bar.step();
    }
  }

  private synchronized ImportedCommands summary(long start) {
    if (last != null) {
      catalog.await(last);
    }
    return new ImportedCommands(commands, repeated, System.nanoTime() - start);
  }

  private ICommand<Void> command(SourceProduct product) {
    return new AddNewProduct(
        ids.next(),
        product.id(),
        product.name(),
        product.description(),
        product.unitPrice(),
        product.category(),
        product.subcategory());
  }

  private ICommand<Void> recount(int productId) {
    return new UpdateStockFromInventoryRecount(ids.next(), productId, openingStock);
  }

  private ICommand<Void> command(Movement movement) {
    int productId = movement.productId();
    int quantity = Math.toIntExact(movement.quantity());
    return switch (movement.kind()) {
      case RECEIVED -> new AddToInventory(ids.next(), productId, quantity);
      case SHIPPED -> new ConfirmItemsShipped(ids.next(), productId, quantity);
    };
  }
}
