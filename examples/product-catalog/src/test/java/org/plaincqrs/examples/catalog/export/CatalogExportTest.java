package org.plaincqrs.examples.catalog.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plaincqrs.examples.catalog.query.ProductDisplay;
import org.plaincqrs.examples.catalog.query.ProductInventory;

class CatalogExportTest {
  @TempDir private Path directory;

  @Test
  void the_inventory_is_written_by_id() throws IOException {
    Path file =
        new CatalogExport(directory)
            .writeInventory(
                List.of(new ProductInventory(10, "Tea", -3), new ProductInventory(9, "Milk", 200)));

    assertThat(file).isEqualTo(directory.resolve("product_inventory.csv"));
    assertThat(Files.readString(file)).isEqualTo("id,current_stock\n9,200\n10,-3\n");
  }

  @Test
  void the_display_is_written_by_id_with_an_empty_rating_where_there_is_none() throws IOException {
    Path file =
        new CatalogExport(directory)
            .writeDisplay(
                List.of(
                    display(2, "Milk", "0.50", new BigDecimal("4.50")),
                    display(1, "Tea", "3.10", null)));

    assertThat(file).isEqualTo(directory.resolve("product_display.csv"));
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            id,name,unit_price,out_of_stock,user_rating
            1,Tea,3.10,false,
            2,Milk,0.50,false,4.5
            """);
  }

  @Test
  void commas_quotes_and_line_breaks_are_quoted_and_other_letters_are_utf_8() throws IOException {
    Path file =
        new CatalogExport(directory)
            .writeDisplay(
                List.of(
                    display(1, "Tea, green", "1.00", null),
                    display(2, "\"Best\" tea", "1.00", null),
                    display(3, "Tea\r\nleaves", "1.00", null),
                    display(4, "Café Ω", "1.00", null)));

    assertThat(Files.readString(file))
        .isEqualTo(
            "id,name,unit_price,out_of_stock,user_rating\n"
                + "1,\"Tea, green\",1.00,false,\n"
                + "2,\"\"\"Best\"\" tea\",1.00,false,\n"
                + "3,\"Tea\r\nleaves\",1.00,false,\n"
                + "4,Café Ω,1.00,false,\n");
  }

  @Test
  void numbers_are_written_without_an_exponent() throws IOException {
    Path file =
        new CatalogExport(directory)
            .writeDisplay(List.of(display(1, "Tea", "1E+3", new BigDecimal("5E0"))));

    assertThat(Files.readString(file)).endsWith("1,Tea,1000,false,5\n");
  }

  @Test
  void a_file_that_is_there_is_replaced_and_nothing_unfinished_stays() throws IOException {
    CatalogExport export = new CatalogExport(directory.resolve("new").resolve("deep"));
    export.writeInventory(List.of(new ProductInventory(1, "Tea", 1)));

    Path file = export.writeInventory(List.of(new ProductInventory(1, "Tea", 2)));

    assertThat(Files.readString(file)).isEqualTo("id,current_stock\n1,2\n");
    assertThat(file.getParent()).isDirectoryContaining(file::equals);
    assertThat(file.getParent().toFile().list()).hasSize(1);
  }

  @Test
  void a_directory_that_is_a_file_is_refused() throws IOException {
    Path file = Files.writeString(directory.resolve("taken"), "");

    assertThatThrownBy(() -> new CatalogExport(file).writeInventory(List.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "Could not make the directory %1$s: java.nio.file.FileAlreadyExistsException: %1$s. "
                    .formatted(file)
                + "Choose another one.");
  }

  @Test
  void a_file_that_cannot_be_replaced_is_told_and_nothing_unfinished_stays() throws IOException {
    Path inTheWay = Files.createDirectories(directory.resolve("product_inventory.csv/full"));

    assertThatThrownBy(() -> new CatalogExport(directory).writeInventory(List.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("Could not write %s: ".formatted(inTheWay.getParent()))
        .hasMessageEndingWith(". Choose a directory that can be written to.");
    assertThat(directory.toFile().list()).containsExactly("product_inventory.csv");
  }

  private static ProductDisplay display(int id, String name, String price, BigDecimal rating) {
    return new ProductDisplay(id, name, "", new BigDecimal(price), false, rating);
  }
}
