package org.plaincqrs.benchmarks.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.plaincqrs.examples.catalog.CatalogOptions;
import org.plaincqrs.examples.catalog.foodmart.FoodMart;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {
  private FoodMart foodMart;

  /** Once for all: who opens it meanwhile has not to load it. */
  @BeforeAll
  void open() {
    foodMart = FoodMart.open();
  }

  @AfterAll
  void close() {
    foodMart.close();
  }

  private SortedMap<Integer, Long> stocksBySql() {
    CatalogOptions usual = CatalogOptions.parse();
    SortedMap<Integer, Long> stocks = new TreeMap<>();
    foodMart
        .stockChanges(usual.years())
        .forEach((id, change) -> stocks.put(id, usual.openingStock() + change));
    return stocks;
  }

  @Test
  void all_of_them_come_to_the_stocks_that_the_source_adds_up_to() {
    Commands commands = Commands.read(Integer.MAX_VALUE);

    assertThat(commands.count()).isEqualTo(94_016);
    assertThat(commands.stocks()).isEqualTo(stocksBySql());
  }

  @Test
  void the_first_are_the_same_however_they_are_asked_for() {
    Commands read = Commands.read(2_000);
    Commands first = read.first(1_561);

    assertThat(read.count()).isEqualTo(2_000);
    assertThat(read.first(5_000).count()).isEqualTo(2_000);
    assertThat(first.stocks()).hasSize(1_560).containsEntry(1, 200L).containsEntry(2, 0L);
  }

  @Test
  void none_is_left_of_what_is_forgotten() {
    Commands commands = Commands.read(10);

    commands.forget();

    assertThat(commands.count()).isZero();
  }
}
