package org.plaincqrs.examples.catalog.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.examples.catalog.query.ProductDisplay;
import org.plaincqrs.examples.catalog.query.ProductInventory;

/**
 * Writes the catalogue's two views into a directory as CSV files, ordered by id. A file that is
 * there already is replaced in one move, so that a reader never sees half of it.
 */
public final class CatalogExport {
  private final Path directory;

  public CatalogExport(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes {@code product_inventory.csv}; makes the directory if there is none.
   *
   * @return the file
   * @throws UncheckedIOException if it can't be written; then nothing of it stays behind
   */
  public Path writeInventory(Collection<ProductInventory> rows) {
    CsvFile csv = new CsvFile("id", "current_stock");
    rows.stream()
        .sorted(Comparator.comparingInt(ProductInventory::id))
        .forEach(row -> csv.row(Integer.toString(row.id()), Long.toString(row.currentStock())));
    return write(csv, "product_inventory.csv");
  }

  /**
   * Writes {@code product_display.csv}; makes the directory if there is none. The rating is empty
   * where there is none.
   *
   * @return the file
   * @throws UncheckedIOException if it can't be written; then nothing of it stays behind
   */
  public Path writeDisplay(Collection<ProductDisplay> rows) {
    CsvFile csv = new CsvFile("id", "name", "unit_price", "out_of_stock", "user_rating");
    rows.stream()
        .sorted(Comparator.comparingInt(ProductDisplay::id))
        .forEach(
            row ->
                csv.row(
                    Integer.toString(row.id()),
                    row.name(),
                    row.unitPrice().toPlainString(),
                    Boolean.toString(row.outOfStock()),
                    rating(row.userRating())));
    return write(csv, "product_display.csv");
  }

  private Path write(CsvFile csv, String name) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Could not make the directory %s: %s. Choose another one.".formatted(directory, e), e);
    }
    Path file = directory.resolve(name);
    csv.writeTo(file);
    return file;
  }

  private static String rating(@Nullable BigDecimal rating) {
    return rating == null ? "" : rating.stripTrailingZeros().toPlainString();
  }
}
