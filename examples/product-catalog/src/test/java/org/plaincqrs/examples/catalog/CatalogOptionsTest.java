package org.plaincqrs.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plaincqrs.examples.catalog.stores.StoreName;

class CatalogOptionsTest {
  private static final String ALLOWED =
      "Allowed are --store, --read-store, --architecture, --years, --opening-stock, --nodes, "
          + "--export, --rebuild, --import-only, --help.";
  private static final String STORES =
      "memory, h2, sqlite, or a URL that begins with jdbc:h2:, jdbc:mariadb:, jdbc:postgresql:,"
          + " jdbc:sqlite:.";

  @Test
  void without_arguments_everything_has_its_default() {
    assertThat(CatalogOptions.parse())
        .isEqualTo(
            new CatalogOptions(
                StoreName.H2,
                StoreName.H2,
                Architecture.EVENT_SOURCED,
                Set.of(1997),
                200,
                false,
                1,
                false,
                Optional.empty(),
                false));
  }

  @Test
  void every_option_is_understood_in_any_order() {
    CatalogOptions options =
        CatalogOptions.parse(
            "--help",
            "--export",
            "out/csv",
            "--import-only",
            "--rebuild",
            "--nodes",
            "3",
            "--opening-stock",
            "0",
            "--years",
            "both",
            "--architecture",
            "two-stores",
            "--read-store",
            "h2",
            "--store",
            "sqlite");

    assertThat(options)
        .isEqualTo(
            new CatalogOptions(
                store("sqlite"),
                StoreName.H2,
                Architecture.TWO_STORES,
                Set.of(1997, 1998),
                0,
                true,
                3,
                true,
                Optional.of(Path.of("out/csv")),
                true));
  }

  @Test
  void each_architecture_has_a_name() {
    assertThat(architecture("one-store")).isEqualTo(Architecture.ONE_STORE);
    assertThat(architecture("two-stores")).isEqualTo(Architecture.TWO_STORES);
    assertThat(architecture("event-sourced")).isEqualTo(Architecture.EVENT_SOURCED);
  }

  @Test
  void each_choice_of_years_has_a_name() {
    assertThat(CatalogOptions.parse("--years", "1997").years()).containsExactly(1997);
    assertThat(CatalogOptions.parse("--years", "1998").years()).containsExactly(1998);
    assertThat(CatalogOptions.parse("--years", "both").years()).containsOnly(1997, 1998);
  }

  @Test
  void an_unknown_argument_is_refused() {
    assertRefused("Unknown argument '--verbose'. " + ALLOWED, "--verbose");
    assertRefused("Unknown argument 'memory'. " + ALLOWED, "memory");
    assertRefused("Unknown argument ''. " + ALLOWED, "");
  }

  @Test
  void an_unknown_store_is_refused() {
    assertRefused("--store 'oracle' is not known. Allowed: " + STORES, "--store", "oracle");
    assertRefused("--store '' is not known. Allowed: " + STORES, "--store", "");
    assertRefused(
        "--read-store 'files' is not known. Allowed: " + STORES,
        "--architecture",
        "two-stores",
        "--read-store",
        "files");
  }

  @Test
  void a_url_without_a_driver_is_refused_and_its_password_is_not_told() {
    assertRefused(
        "--store 'jdbc:oracle:...' is not known. Allowed: " + STORES,
        "--store",
        "jdbc:oracle:thin:scott/tiger@localhost");
  }

  @Test
  void the_read_model_is_in_a_store_of_the_same_kind_unless_another_is_named() {
    assertThat(twoStores("--store", "sqlite").readStore()).isEqualTo(store("sqlite"));
    assertThat(twoStores("--store", "memory").readStore()).isEqualTo(StoreName.MEMORY);
    assertThat(twoStores("--read-store", "jdbc:mariadb://localhost/r").readStore())
        .isEqualTo(store("jdbc:mariadb://localhost/r"));
  }

  @Test
  void a_read_store_is_refused_where_there_is_one_store() {
    assertRefused(
        "--read-store is for --architecture two-stores; event-sourced has one store.",
        "--read-store",
        "h2");
  }

  @Test
  void a_durable_read_store_behind_a_store_in_memory_is_refused() {
    assertThatThrownBy(() -> twoStores("--store", "memory", "--read-store", "h2"))
        .hasMessage(
            "--read-store 'h2' would outlive what it follows, --store memory. Name another --store.");
  }

  @Test
  void a_store_shows_no_password() {
    assertThat(store("jdbc:postgresql://h/d?user=ada&password=s3cret&sslpassword=t0p&x=1"))
        .hasToString("jdbc:postgresql://h/d?user=ada&password=***&sslpassword=***&x=1");
    assertThat(store("jdbc:h2:file:/d;USER=ada;PASSWORD=s3cret;WRITE_DELAY=0"))
        .hasToString("jdbc:h2:file:/d;USER=ada;PASSWORD=***;WRITE_DELAY=0");
    assertThat(store("jdbc:mariadb://ada:s3@cret@h:3306/d?user=a"))
        .hasToString("jdbc:mariadb://ada:***@h:3306/d?user=a");
    assertThat(CatalogOptions.parse("--store", "jdbc:postgresql://h/d?password=s3cret").toString())
        .doesNotContain("s3cret");
  }

  @Test
  void an_unknown_architecture_is_refused() {
    assertRefused(
        "--architecture 'layers' is not known. Allowed: one-store, two-stores, event-sourced.",
        "--architecture",
        "layers");
  }

  @Test
  void an_unknown_year_is_refused() {
    assertRefused("--years '1999' is not known. Allowed: 1997, 1998, both.", "--years", "1999");
  }

  @Test
  void an_opening_stock_that_is_no_number_or_out_of_bounds_is_refused() {
    for (String value : new String[] {"many", "-1", "1.5", "", "1000000001", "99999999999999"}) {
      assertRefused(
          "--opening-stock '%s' is not allowed. Give a whole number from 0 to 1000000000."
              .formatted(value),
          "--opening-stock",
          value);
    }
  }

  @Test
  void a_number_of_nodes_out_of_bounds_is_refused() {
    for (String value : new String[] {"1", "9", "two"}) {
      assertRefused(
          "--nodes '%s' is not allowed. Give a whole number from 2 to 8.".formatted(value),
          "--nodes",
          value);
    }
  }

  @Test
  void nodes_on_a_store_in_memory_are_refused() {
    String message =
        "--nodes needs a store that several processes can use; memory is this process's alone.";
    assertRefused(message, "--nodes", "2", "--store", "memory");
    assertThatThrownBy(() -> twoStores("--nodes", "2", "--read-store", "memory"))
        .hasMessage(message);
  }

  @Test
  void what_is_about_views_is_refused_where_none_follows() {
    String message =
        "%s is about views that follow the log; one-store has none. Name another --architecture.";
    assertRefused(message.formatted("--rebuild"), "--rebuild", "--architecture", "one-store");
    assertRefused(message.formatted("--nodes"), "--nodes", "2", "--architecture", "one-store");
  }

  @Test
  void an_export_without_a_name_is_refused() {
    assertRefused("--export ' ' is not the name of a directory.", "--export", " ");
    assertRefused("--export 'a\0b' is not the name of a directory.", "--export", "a\0b");
  }

  @Test
  void a_missing_value_is_refused() {
    assertRefused("--years needs a value, but nothing follows.", "--years");
    assertRefused(
        "--export needs a value, but '--import-only' follows.", "--export", "--import-only");
  }

  @Test
  void an_option_given_twice_is_refused() {
    assertRefused("--years is given twice. Give it once.", "--years", "1997", "--years", "1997");
    assertRefused("--import-only is given twice. Give it once.", "--import-only", "--import-only");
  }

  @Test
  void the_usage_names_every_option() {
    assertThat(CatalogOptions.USAGE)
        .contains("--store", "--read-store", "--architecture", "--years", "--opening-stock")
        .contains("--rebuild", "--nodes", "--import-only", "--export", "--help");
  }

  private static CatalogOptions twoStores(String... more) {
    return CatalogOptions.parse(
        Stream.concat(Stream.of("--architecture", "two-stores"), Stream.of(more))
            .toArray(String[]::new));
  }

  private static StoreName store(String text) {
    return StoreName.of(text).orElseThrow();
  }

  private static Architecture architecture(String name) {
    return CatalogOptions.parse("--architecture", name).architecture();
  }

  private static void assertRefused(String message, String... arguments) {
    assertThatThrownBy(() -> CatalogOptions.parse(arguments))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(message);
  }
}
