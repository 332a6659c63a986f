package org.plaincqrs.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plaincqrs.examples.catalog.foodmart.FoodMart;
import org.plaincqrs.examples.catalog.imports.FoodMartImport;
import org.plaincqrs.examples.catalog.imports.ImportCheck;
import org.plaincqrs.examples.catalog.imports.ImportedCommands;
import org.plaincqrs.examples.catalog.wiring.Catalog;
import org.plaincqrs.examples.catalog.wiring.CatalogAnswers;

/** The program on its real data; the source stays open in between, since opening it takes long. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductCatalogTest {
  private static final Set<Integer> YEARS = Set.of(1997);
  private static final int OPENING_STOCK = 200;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private FoodMart foodMart;

  @TempDir private Path directory;

  @BeforeAll
  void open() {
    foodMart = FoodMart.open();
  }

  @AfterAll
  void close() {
    foodMart.close();
  }

  @Test
  void the_import_agrees_with_the_source_and_gives_the_same_answers_in_every_architecture() {
    SortedMap<Integer, Long> changes = foodMart.stockChanges(YEARS);
    List<CatalogAnswers> answers = new ArrayList<>();

    for (Architecture architecture : Architecture.values()) {
      try (Catalog catalog = Catalog.inMemory(architecture)) {
        ImportedCommands imported =
            new FoodMartImport(foodMart, YEARS, OPENING_STOCK, catalog).run(new PrintStream(out));
        ImportCheck.check(catalog.products(), changes, OPENING_STOCK);
        assertThat(imported.count()).isEqualTo(2 * 1_560 + 4_059 + 86_837);
        answers.add(CatalogAnswers.of(catalog.products(), directory));
      }
    }

    assertThat(answers).allSatisfy(each -> assertThat(each).isEqualTo(answers.get(0)));
    assertThat(answers.get(0).exportedInventory()).isEqualTo(inventoryFromSource(changes));
  }

  @Test
  void a_run_imports_exports_prints_a_summary_and_answers_the_prompt() throws IOException {
    int code = run("stock 1\nship 1 3\n", "--export", directory.toString());

    assertThat(text(err)).isEmpty();
    assertThat(code).isZero();
    assertThat(text(out))
        .contains("Left out 11 rows")
        .contains("Import: 100 % (94,016 of 94,016, ")
        .contains("Imported into memory, event-sourced: 94,016 commands in ")
        .contains("1,560 products, 19 of them out of stock;")
        .contains("> ");
    assertThat(Files.readString(directory.resolve("product_inventory.csv")))
        .isEqualTo(inventoryFromSource(foodMart.stockChanges(YEARS)));
    assertThat(Files.readString(directory.resolve("product_display.csv")))
        .startsWith("id,name,unit_price,out_of_stock,user_rating\n1,Washington Berry Juice,2.85,");
  }

  @Test
  void with_import_only_nothing_is_read_from_the_input() {
    InputStream untouchable =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("read");
          }
        };

    int code =
        ProductCatalog.run(
            new String[] {"--import-only", "--architecture", "one-store", "--opening-stock", "0"},
            untouchable,
            new PrintStream(out),
            new PrintStream(err));

    assertThat(code).isZero();
    assertThat(text(out)).contains("one-store").doesNotContain("> ");
  }

  @Test
  void an_export_that_fails_is_an_error_and_not_a_stack_trace() throws IOException {
    Path file = Files.writeString(directory.resolve("taken"), "");

    int code =
        run("", "--import-only", "--architecture", "two-stores", "--export", file.toString());

    assertThat(code).isEqualTo(1);
    assertThat(text(err)).startsWith("Could not make the directory " + file).hasLineCount(1);
  }

  @Test
  void arguments_that_are_not_known_are_told_with_the_usage() {
    int code = run("", "--years", "1999");

    assertThat(code).isEqualTo(2);
    assertThat(text(err))
        .isEqualTo(
            "--years '1999' is not known. Allowed: 1997, 1998, both."
                + System.lineSeparator()
                + CatalogOptions.USAGE);
    assertThat(text(out)).isEmpty();
  }

  @Test
  void help_prints_the_usage() {
    assertThat(run("", "--help")).isZero();
    assertThat(text(out)).isEqualTo(CatalogOptions.USAGE);
  }

  private int run(String typed, String... arguments) {
    out.reset();
    err.reset();
    return ProductCatalog.run(
        arguments,
        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String inventoryFromSource(SortedMap<Integer, Long> changes) {
    StringBuilder csv = new StringBuilder("id,current_stock\n");
    new TreeMap<>(changes)
        .forEach((id, change) -> csv.append(id + "," + (OPENING_STOCK + change) + "\n"));
    return csv.toString();
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
