package org.plaincqrs.examples.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plaincqrs.examples.catalog.Architecture;
import org.plaincqrs.examples.catalog.command.AddNewProduct;
import org.plaincqrs.examples.catalog.command.AddToInventory;
import org.plaincqrs.examples.catalog.wiring.Catalog;

class ImportCheckTest {
  private final Catalog catalog = Catalog.inMemory(Architecture.EVENT_SOURCED);

  @BeforeEach
  void fill() {
    for (int id = 1; id <= 5; id++) {
      catalog.send(new AddNewProduct(id, "Tea", "", BigDecimal.ONE, "Drinks", "Tea"));
      catalog.await(catalog.send(new AddToInventory(id, 100 + id)));
    }
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void equal_stocks_pass() {
    assertThat(catalog.products().findAll()).hasSize(5);

    check(Map.of(1, 1L, 2, 2L, 3, 3L, 4, 4L, 5, 5L));
  }

  @Test
  void the_first_differences_are_told() {
    assertThatThrownBy(() -> check(Map.of(1, 1L, 2, 3L, 3, 3L, 4, 5L, 6, 6L)))
        .isInstanceOf(ImportCheckException.class)
        .hasMessage(
            "The catalogue differs from its source in 4 products, first: product 2: stock 102,"
                + " expected stock 103; product 4: stock 104, expected stock 105; product 5:"
                + " stock 105, expected not there. Don't trust its answers.");
  }

  @Test
  void a_missing_product_is_told() {
    assertThatThrownBy(() -> check(Map.of(1, 1L, 2, 2L, 3, 3L, 4, 4L, 5, 5L, 6, 6L)))
        .hasMessage(
            "The catalogue differs from its source in 1 products, first: product 6: not there,"
                + " expected stock 106. Don't trust its answers.");
  }

  private void check(Map<Integer, Long> stockChanges) {
    ImportCheck.check(catalog.products(), new TreeMap<>(stockChanges), 100);
  }
}
