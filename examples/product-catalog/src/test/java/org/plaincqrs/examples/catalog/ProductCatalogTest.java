package org.plaincqrs.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plaincqrs.examples.catalog.command.AddNewProduct;
import org.plaincqrs.examples.catalog.command.BeginImport;
import org.plaincqrs.examples.catalog.command.FinishImport;
import org.plaincqrs.examples.catalog.foodmart.FoodMart;
import org.plaincqrs.examples.catalog.imports.FoodMartImport;
import org.plaincqrs.examples.catalog.imports.ImportCheck;
import org.plaincqrs.examples.catalog.imports.ImportedCommands;
import org.plaincqrs.examples.catalog.stores.CatalogStores;
import org.plaincqrs.examples.catalog.stores.StoreName;
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
            new FoodMartImport(foodMart, YEARS, OPENING_STOCK, catalog)
                .run(1, new PrintStream(out));
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
    int code = run("stock 1\nship 1 3\n", "--store", "memory", "--export", directory.toString());

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
        new ProductCatalog(directory, new PrintStream(out), new PrintStream(err))
            .run(
                untouchable,
                ("--store memory --import-only --architecture one-store --opening-stock 0")
                    .split(" "));

    assertThat(code).isZero();
    assertThat(text(out)).contains("one-store").doesNotContain("> ");
  }

  @Test
  void an_export_that_fails_is_an_error_and_not_a_stack_trace() throws IOException {
    Path file = Files.writeString(directory.resolve("taken"), "");

    int code = run("", "--store", "memory", "--import-only", "--export", file.toString());

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
  void a_start_that_finds_its_data_imports_nothing() throws IOException {
    importedBefore();

    int code = run("ship 1 3\n", "--export", directory.resolve("out").toString());

    assertThat(text(err)).isEmpty();
    assertThat(code).isZero();
    assertThat(text(out))
        .startsWith(
            "The data is in jdbc:h2:file:"
                + directory.resolve("event-sourced")
                + ";WRITE_DELAY=0, tables catalog_es_*"
                + System.lineSeparator()
                + "Found 1 products, 1 of them out of stock, imported before."
                + System.lineSeparator());
    assertThat(Files.readString(directory.resolve("out/product_inventory.csv")))
        .isEqualTo("id,current_stock\n1,0\n");
    assertThat(run("stock 1\n")).isZero();
    assertThat(text(out)).contains("-3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"event-sourced", "two-stores"})
  void a_rebuild_shows_how_far_it_is_and_changes_no_answer(String architecture) {
    importedBefore(Architecture.valueOf(architecture.toUpperCase(Locale.ROOT).replace('-', '_')));

    int code = run("stock 1\n", "--architecture", architecture, "--rebuild");

    assertThat(text(err)).isEmpty();
    assertThat(code).isZero();
    assertThat(text(out))
        .contains("Rebuild: 100 % (1 of 1")
        .contains("Built the view anew, as build 2; ")
        .contains("and always knew all 1 products.")
        .contains("Tea");
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2", "sqlite"})
  void of_three_nodes_one_is_killed_and_the_others_take_its_parts(String store) {
    importedBefore(Architecture.EVENT_SOURCED, store);

    int code = run("", "--nodes", "3", "--store", store);

    assertThat(text(err)).isEmpty();
    assertThat(code).isZero();
    assertThat(text(out).lines())
        .anyMatch(line -> line.matches(".* node-1 has .* \\| node-2 has .* \\| node-3 has .*"))
        .anyMatch(line -> line.contains("node-3 is killed"))
        .anyMatch(line -> line.matches(".* node-1 has [^|]* \\| node-2 has [^|]*"))
        .last()
        .asString()
        .contains("the view of 1 products holds each movement of the log once");
  }

  @Test
  void another_import_into_the_same_store_is_refused() {
    importedBefore();

    int code = run("", "--years", "both");

    assertThat(code).isEqualTo(2);
    assertThat(text(err))
        .isEqualTo(
            "This store holds FoodMart of 1997 with an opening stock of 200. Ask for the same, or"
                + " name another store."
                + System.lineSeparator());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://localhost:1/shop?user=ada&password=s3cret",
        "jdbc:mariadb://localhost:1/shop?user=ada&password=s3cret",
        "jdbc:h2:file:not-absolute;PASSWORD=s3cret",
        "jdbc:h2:file:/tmp;NO_SUCH_SETTING=1;PASSWORD=s3cret",
        "jdbc:sqlite:/no/such/folder/shop?password=s3cret"
      })
  void a_store_that_cannot_be_used_is_told_in_one_line_without_its_password(String url) {
    int code = run("", "--store", url);

    assertThat(code).isEqualTo(2);
    assertThat(text(err))
        .hasLineCount(1)
        .startsWith("The store " + url.replace("s3cret", "***") + " can't be used: ")
        .doesNotContain("s3cret");
    assertThat(text(out)).isEmpty();
  }

  @Test
  void help_prints_the_usage() {
    assertThat(run("", "--help")).isZero();
    assertThat(text(out)).isEqualTo(CatalogOptions.USAGE);
  }

  /** A small import, as if it had been the whole of FoodMart. */
  private void importedBefore() {
    importedBefore(Architecture.EVENT_SOURCED);
  }

  private void importedBefore(Architecture architecture) {
    importedBefore(architecture, "h2");
  }

  private void importedBefore(Architecture architecture, String storeName) {
    StoreName store = StoreName.of(storeName).orElseThrow();
    try (CatalogStores stores = CatalogStores.open(architecture, store, store, directory);
        Catalog catalog = Catalog.on(architecture, stores)) {
      catalog.send(new BeginImport("FoodMart", YEARS, OPENING_STOCK));
      catalog.send(new AddNewProduct(1, "Tea", "", BigDecimal.ONE, "Drinks", "Tea"));
      catalog.send(new FinishImport("FoodMart"));
    }
  }

  private int run(String typed, String... arguments) {
    out.reset();
    err.reset();
    return new ProductCatalog(
            directory,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), arguments);
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
