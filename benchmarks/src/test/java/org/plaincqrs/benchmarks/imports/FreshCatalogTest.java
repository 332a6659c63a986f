package org.plaincqrs.benchmarks.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plaincqrs.benchmarks.imports.Commands.Addressed;
import org.plaincqrs.examples.catalog.Architecture;
import org.plaincqrs.examples.catalog.command.AddNewProduct;
import org.plaincqrs.examples.catalog.imports.ImportCheckException;

class FreshCatalogTest {
  private static final Commands TEA = commands(1, "Tea");
  private static final Commands COFFEE = commands(2, "Coffee");

  @TempDir private Path folder;
  private Job job;

  @BeforeEach
  void nameStore() {
    job = new Job("h2", Architecture.EVENT_SOURCED, 1, folder);
  }

  private static Commands commands(int id, String name) {
    return new Commands(
        List.of(
            new Addressed(id, new AddNewProduct(id, name, name, BigDecimal.ONE, "Drinks", name))));
  }

  private double fill(String name, Commands commands) throws Exception {
    try (FreshCatalog catalog = FreshCatalog.open(job, name)) {
      return catalog.fill(commands, UnaryOperator.identity());
    }
  }

  @Test
  void catalogues_of_other_names_are_fresh() throws Exception {
    assertThat(fill("first", TEA)).isPositive();
    assertThat(fill("second", TEA)).isPositive();
  }

  @Test
  void a_catalogue_that_has_had_the_commands_is_refused() throws Exception {
    fill("first", TEA);

    assertThatThrownBy(() -> fill("first", TEA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was not empty");
  }

  @Test
  void products_that_no_command_has_added_are_refused() throws Exception {
    fill("first", TEA);

    assertThatThrownBy(() -> fill("first", COFFEE))
        .isInstanceOf(ImportCheckException.class)
        .hasMessageContaining("product 1: stock 0, expected not there");
  }
}
