package org.plaincqrs.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogOptionsTest {
  private static final String ALLOWED =
      "Allowed are --store, --architecture, --years, --opening-stock, --export, "
          + "--import-only, --help.";

  @Test
  void without_arguments_everything_has_its_default() {
    assertThat(CatalogOptions.parse())
        .isEqualTo(
            new CatalogOptions(
                "memory",
                Architecture.EVENT_SOURCED,
                Set.of(1997),
                200,
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
            "--opening-stock",
            "0",
            "--years",
            "both",
            "--architecture",
            "two-stores",
            "--store",
            "memory");

    assertThat(options)
        .isEqualTo(
            new CatalogOptions(
                "memory",
                Architecture.TWO_STORES,
                Set.of(1997, 1998),
                0,
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
    assertRefused("--store 'oracle' is not known. Allowed: memory.", "--store", "oracle");
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
        .contains("--store", "--architecture", "--years", "--opening-stock")
        .contains("--import-only", "--export", "--help");
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
