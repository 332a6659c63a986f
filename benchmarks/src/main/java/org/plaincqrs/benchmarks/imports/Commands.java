package org.plaincqrs.benchmarks.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.examples.catalog.CatalogOptions;
import org.plaincqrs.examples.catalog.command.AddNewProduct;
import org.plaincqrs.examples.catalog.command.AddToInventory;
import org.plaincqrs.examples.catalog.command.ConfirmItemsShipped;
import org.plaincqrs.examples.catalog.command.UpdateStockFromInventoryRecount;
import org.plaincqrs.examples.catalog.foodmart.FoodMart;
import org.plaincqrs.examples.catalog.imports.ImportCommands;

/** The commands of the catalogue's usual import, or the first of them, on the heap. */
final class Commands {
  /** A command, and the product that it is for. */
  record Addressed(int productId, ICommand<Void> command) {}

  private List<Addressed> commands;

  Commands(List<Addressed> commands) {
    this.commands = commands;
  }

  /** Reads as many of FoodMart; of the database itself nothing stays. */
  static Commands read(int limit) {
    CatalogOptions usual = CatalogOptions.parse();
    List<Addressed> commands = new ArrayList<>();
    try (FoodMart foodMart = FoodMart.open()) {
      ImportCommands.of(foodMart, usual.years(), usual.openingStock())
          .forEach(
              (productId, command) -> {
                if (commands.size() < limit) {
                  commands.add(new Addressed(productId, command));
                }
              });
    }
    return new Commands(commands);
  }

  int count() {
    return commands.size();
  }

  /** The first of them, or all where there are no more. */
  Commands first(int limit) {
    return new Commands(commands.subList(0, Math.min(limit, count())));
  }

  /** Gives each to the sender, in order. */
  void forEach(ImportCommands.Sender sender) {
    commands.forEach(each -> sender.send(each.productId, each.command));
  }

  /** What each product's stock is after all of them. */
  SortedMap<Integer, Long> stocks() {
    SortedMap<Integer, Long> stocks = new TreeMap<>();
    forEach((productId, command) -> stocks.compute(productId, (id, old) -> after(old, command)));
    return stocks;
  }

  private static long after(@Nullable Long stock, ICommand<Void> command) {
    long before = stock == null ? 0 : stock;
    if (command instanceof AddNewProduct) {
      return before;
    } else if (command instanceof UpdateStockFromInventoryRecount recount) {
      return recount.count();
    } else if (command instanceof AddToInventory received) {
      return before + received.quantity();
    } else if (command instanceof ConfirmItemsShipped shipped) {
      return before - shipped.quantity();
    }
    throw new IllegalArgumentException("An import has no " + command.getClass() + ".");
  }

  /** Has none any more, so that their memory is free. */
  void forget() {
    commands = List.of();
  }
}
