package org.plaincqrs.examples.catalog.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.examples.catalog.export.CatalogExport;
import org.plaincqrs.examples.catalog.query.ProductDisplay;
import org.plaincqrs.examples.catalog.query.ProductInventory;
import org.plaincqrs.examples.catalog.query.ProductsDao;

/** Everything that a catalogue answers, as a value that can be compared. */
public record CatalogAnswers(
    List<ProductDisplay> all,
    List<ProductInventory> inventory,
    List<ProductInventory> outOfStock,
    List<List<ProductDisplay>> byName,
    List<Optional<ProductDisplay>> byId,
    List<Optional<ProductInventory>> inventoryById,
    List<List<ProductDisplay>> related,
    String exportedInventory,
    String exportedDisplay) {

  /** Asks for every product there is and one that isn't. */
  public static CatalogAnswers of(ProductsDao products, Path directory) {
    List<Integer> ids =
        Stream.concat(Stream.of(-1), products.findAll().stream().map(ProductDisplay::id)).toList();
    CatalogExport export = new CatalogExport(directory);
    return new CatalogAnswers(
        products.findAll(),
        products.findAllInventory(),
        products.findOutOfStockProducts(),
        Stream.of("", "JUICE", "tea", "nothing has this").map(products::findByName).toList(),
        ids.stream().map(products::findById).toList(),
        ids.stream().map(products::findInventory).toList(),
        ids.stream().map(products::findRelatedProducts).toList(),
        text(export.writeInventory(products.findAllInventory())),
        text(export.writeDisplay(products.findAll())));
  }

  /** Sends the commands, refused ones too, and waits for the views. */
  public static List<String> send(Catalog catalog, List<ICommand<Void>> commands) {
    return commands.stream().map(command -> outcome(catalog, command)).toList();
  }

  private static String outcome(Catalog catalog, ICommand<Void> command) {
    try {
      catalog.await(catalog.send(command));
      return "done";
    } catch (RuntimeException refusal) {
      return refusal.toString();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
