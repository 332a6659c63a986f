package org.plaincqrs.examples.catalog.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.examples.catalog.command.AddNewProduct;
import org.plaincqrs.examples.catalog.command.AddToInventory;
import org.plaincqrs.examples.catalog.command.ConfirmItemsShipped;
import org.plaincqrs.examples.catalog.command.UpdateStockFromInventoryRecount;
import org.plaincqrs.examples.catalog.foodmart.FoodMart;
import org.plaincqrs.examples.catalog.foodmart.Movement;
import org.plaincqrs.examples.catalog.foodmart.SourceProduct;

/**
 * The rows of a source as commands: every product, its opening stock, then what came and went, day
 * by day. Each has the id of its row, the same in every pass.
 */
public final class ImportCommands {
  private final ImportSource source;
  private final int openingStock;

  ImportCommands(ImportSource source, int openingStock) {
    this.source = source;
    this.openingStock = openingStock;
  }

  /** The commands of some years of FoodMart, which must remain open while they are read. */
  public static ImportCommands of(FoodMart foodMart, Set<Integer> years, int openingStock) {
    return new ImportCommands(ImportSource.of(foodMart, years), openingStock);
  }

  /** How many there are. */
  public long count() {
    return 2 * source.productCount() + source.movementCount();
  }

  /** Takes the commands, one after the other. */
  @FunctionalInterface
  public interface Sender {
    /** Takes one, and the product that it is for. */
    void send(int productId, ICommand<Void> command);
  }

  /** Gives every command to the sender. */
  public void forEach(Sender sender) {
    RowIds ids = new RowIds();
    List<Integer> products = new ArrayList<>();
    source.forEachProduct(
        product -> {
          sender.send(product.id(), command(ids, product));
          products.add(product.id());
        });
    products.forEach(product -> sender.send(product, recount(ids, product)));
    source.forEachMovement(movement -> sender.send(movement.productId(), command(ids, movement)));
  }

  private static ICommand<Void> command(RowIds ids, SourceProduct product) {
    return new AddNewProduct(
        ids.next(),
        product.id(),
        product.name(),
        product.description(),
        product.unitPrice(),
        product.category(),
        product.subcategory());
  }

  private ICommand<Void> recount(RowIds ids, int productId) {
    return new UpdateStockFromInventoryRecount(ids.next(), productId, openingStock);
  }

  private static ICommand<Void> command(RowIds ids, Movement movement) {
    int productId = movement.productId();
    int quantity = Math.toIntExact(movement.quantity());
    return switch (movement.kind()) {
      case RECEIVED -> new AddToInventory(ids.next(), productId, quantity);
      case SHIPPED -> new ConfirmItemsShipped(ids.next(), productId, quantity);
    };
  }
}
