package org.plaincqrs.examples.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.examples.catalog.Architecture;
import org.plaincqrs.examples.catalog.stores.CatalogStores;
import org.plaincqrs.examples.catalog.stores.StoreName;
import org.plaincqrs.examples.catalog.stores.StoreUnusableException;
import org.plaincqrs.examples.catalog.wiring.Catalog;
import org.plaincqrs.examples.catalog.wiring.CatalogAnswers;

/** The import on every durable store that needs no server, in every architecture. */
class StoresTest {
  private static final SmallSource SOURCE = new SmallSource(12, 10);
  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
  private static final Map<Architecture, String> PREFIXES =
      Map.of(
          Architecture.ONE_STORE, "catalog_one_",
          Architecture.TWO_STORES, "catalog_two_",
          Architecture.EVENT_SOURCED, "catalog_es_");

  @TempDir private Path folder;

  private record Run(ImportedCommands imported, CatalogAnswers answers) {}

  private static Stream<Arguments> everywhere() {
    return Arrays.stream(Architecture.values())
        .flatMap(
            architecture ->
                Stream.of("h2", "sqlite").map(store -> Arguments.of(architecture, store)));
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void an_import_gives_the_answers_of_the_store_in_memory_and_nothing_the_second_time(
      Architecture architecture, String store) throws SQLException {
    CatalogAnswers inMemory = run(SOURCE, architecture, StoreName.MEMORY).answers();

    Run first = run(SOURCE, architecture, StoreName.of(store).orElseThrow());
    long events = count(architecture, store, "events");
    Run second = run(SOURCE, architecture, StoreName.of(store).orElseThrow());

    assertThat(first.answers()).isEqualTo(inMemory);
    assertThat(first.imported().repeated()).isZero();
    assertThat(events)
        .isEqualTo(architecture == Architecture.ONE_STORE ? 0 : SOURCE.commandCount());
    assertThat(second.answers()).isEqualTo(inMemory);
    assertThat(second.imported().repeated()).isEqualTo(SOURCE.commandCount());
    assertThat(count(architecture, store, "events")).isEqualTo(events);
  }

  @ParameterizedTest
  @CsvSource({"EVENT_SOURCED, h2", "TWO_STORES, sqlite"})
  void an_import_that_was_killed_goes_on_without_any_effect_twice(
      Architecture architecture, String store)
      throws IOException, InterruptedException, SQLException {
    SmallSource source = ImportToBeKilled.SOURCE;

    killInTheMiddle(architecture, store);
    long before = count(architecture, store, "commands");
    Run run = run(source, architecture, StoreName.of(store).orElseThrow());

    assertThat(before).isBetween(source.commandCount() / 4, source.commandCount() - 1);
    assertThat(run.imported().repeated()).isEqualTo(before);
    assertThat(run.answers()).isEqualTo(run(source, architecture, StoreName.MEMORY).answers());
    assertThat(count(architecture, store, "commands")).isEqualTo(source.commandCount());
  }

  @Test
  void architectures_in_one_database_do_not_mix() {
    StoreName one =
        StoreName.of("jdbc:h2:file:" + folder.resolve("one") + ";WRITE_DELAY=0").orElseThrow();
    CatalogAnswers inMemory = run(SOURCE, Architecture.ONE_STORE, StoreName.MEMORY).answers();

    for (Architecture architecture : Architecture.values()) {
      assertThat(run(SOURCE, architecture, one).answers()).isEqualTo(inMemory);
    }
  }

  @Test
  void a_read_model_that_is_new_is_filled_from_the_log() {
    run(SOURCE, Architecture.TWO_STORES, StoreName.H2, StoreName.H2);

    Run other = run(SOURCE, Architecture.TWO_STORES, StoreName.H2, StoreName.MEMORY);

    assertThat(other.imported().repeated()).isEqualTo(SOURCE.commandCount());
    assertThat(other.answers())
        .isEqualTo(run(SOURCE, Architecture.TWO_STORES, StoreName.MEMORY).answers());
  }

  @Test
  void a_read_model_serves_the_write_model_alone_that_it_follows() {
    StoreName shared =
        StoreName.of("jdbc:h2:file:" + folder.resolve("shared") + ";WRITE_DELAY=0").orElseThrow();
    run(
        new SmallSource(5, 3),
        Architecture.TWO_STORES,
        StoreName.of("sqlite").orElseThrow(),
        shared);

    Run other = run(SOURCE, Architecture.TWO_STORES, StoreName.H2, shared);

    assertThat(other.answers())
        .isEqualTo(run(SOURCE, Architecture.TWO_STORES, StoreName.MEMORY).answers());
  }

  @Test
  void a_database_of_a_newer_schema_is_refused_in_one_line() throws SQLException {
    run(SOURCE, Architecture.EVENT_SOURCED, StoreName.H2);
    execute("insert into catalog_es_schema values (99)");

    assertThatThrownBy(() -> run(SOURCE, Architecture.EVENT_SOURCED, StoreName.H2))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessage(
            "The store jdbc:h2:file:"
                + data().resolve("event-sourced")
                + ";WRITE_DELAY=0 can't be used: The tables 'catalog_es_...' have schema 99, this"
                + " version of the library knows 2: a newer one has changed them. Use that one, or"
                + " another table prefix.");
  }

  /** Not there before the first run. */
  private Path data() {
    return folder.resolve("new").resolve("data");
  }

  private Run run(SmallSource source, Architecture architecture, StoreName store) {
    return run(source, architecture, store, store);
  }

  private Run run(
      SmallSource source, Architecture architecture, StoreName writeModel, StoreName readModel) {
    try (CatalogStores stores = CatalogStores.open(architecture, writeModel, readModel, data());
        Catalog catalog = Catalog.on(architecture, stores)) {
      ImportedCommands imported =
          new FoodMartImport(source, SmallSource.OPENING_STOCK, catalog)
              .run(stores.commandsInFlight(), NOWHERE);
      return new Run(imported, CatalogAnswers.of(catalog.products(), folder.resolve("export")));
    }
  }

  private void killInTheMiddle(Architecture architecture, String store)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ImportToBeKilled.class.getName(),
                architecture.name(),
                store,
                data().toString())
            .redirectError(Files.createTempFile(folder, "errors", "").toFile())
            .start();
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.lines().anyMatch(line -> line.startsWith("Import: 25 %"))).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private long count(Architecture architecture, String store, String table) throws SQLException {
    try (Connection connection = connect(architecture, store);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select count(*) from " + PREFIXES.get(architecture) + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect(Architecture.EVENT_SOURCED, "h2");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect(Architecture architecture, String store) throws SQLException {
    Path file = data().resolve(architecture.optionName());
    return DriverManager.getConnection(
        store.equals("h2") ? "jdbc:h2:file:" + file : "jdbc:sqlite:" + file + ".sqlite");
  }
}
