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
 * day by day. Used once, by one thread.
 */
public final class FoodMartImport {
  private final FoodMart foodMart;
  private final Set<Integer> years;
  private final int openingStock;
  private final Catalog catalog;
  private long commands;
  private @Nullable Receipt<Void> last;

  public FoodMartImport(FoodMart foodMart, Set<Integer> years, int openingStock, Catalog catalog) {
    this.foodMart = foodMart;
    this.years = years;
    this.openingStock = openingStock;
    this.catalog = catalog;
  }

  /** Imports everything, showing how far it is, and waits until the views have seen all of it. */
  public ImportedCommands run(PrintStream out) {
    long start = System.nanoTime();
    long total = 2 * foodMart.productCount() + foodMart.movementCounts(years).total();
    try (ProgressBar bar = ProgressBar.of("Import", total, out)) {
      addProducts(bar);
      foodMart.forEachMovement(years, movement -> send(command(movement), bar));
    }
    if (last != null) {
      catalog.await(last);
    }
    return new ImportedCommands(commands, System.nanoTime() - start);
  }

  private void addProducts(ProgressBar bar) {
    List<Integer> ids = new ArrayList<>();
    foodMart.forEachProduct(
        product -> {
          send(command(product), bar);
          ids.add(product.id());
        });
    ids.forEach(id -> send(new UpdateStockFromInventoryRecount(id, openingStock), bar));
  }

  private void send(ICommand<Void> command, ProgressBar bar) {
    last = catalog.send(command);
    commands++;
    bar.step();
  }

  private static ICommand<Void> command(SourceProduct product) {
    return new AddNewProduct(
        product.id(),
        product.name(),
        product.description(),
        product.unitPrice(),
        product.category(),
        product.subcategory());
  }

  private static ICommand<Void> command(Movement movement) {
    int quantity = Math.toIntExact(movement.quantity());
    return switch (movement.kind()) {
      case RECEIVED -> new AddToInventory(movement.productId(), quantity);
      case SHIPPED -> new ConfirmItemsShipped(movement.productId(), quantity);
    };
  }
}
