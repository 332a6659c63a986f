package org.plaincqrs.examples.catalog.foodmart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The figures here were counted once by hand-written SQL; the data set never changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FoodMartTest {
  private static final Set<Integer> BOTH = Set.of(1997, 1998);

  private FoodMart foodMart;

  @BeforeAll
  void open() {
    foodMart = FoodMart.open();
  }

  @AfterAll
  void close() {
    foodMart.close();
  }

  @Test
  void products_come_by_ascending_id_without_gaps() {
    List<Integer> ids = new ArrayList<>();

    foodMart.forEachProduct(product -> ids.add(product.id()));

    assertThat(ids).hasSize(1560).isSorted().startsWith(1).endsWith(1560).doesNotHaveDuplicates();
    assertThat(foodMart.productCount()).isEqualTo(1560);
  }

  @Test
  void a_product_carries_its_brand_price_and_class() {
    List<SourceProduct> products = new ArrayList<>();

    foodMart.forEachProduct(products::add);

    assertThat(products.get(0))
        .isEqualTo(
            new SourceProduct(
                1,
                "Washington Berry Juice",
                "Washington",
                new BigDecimal("2.85"),
                "Juice",
                "Pure Juice Beverages",
                "Beverages"));
    assertThat(products.get(0).description())
        .isEqualTo("Juice by Washington, from Pure Juice Beverages (Beverages).");
  }

  @Test
  void prices_are_whole_cents_with_two_decimals() {
    List<BigDecimal> prices = new ArrayList<>();

    foodMart.forEachProduct(product -> prices.add(product.unitPrice()));

    assertThat(prices)
        .allMatch(price -> price.scale() == 2)
        .contains(new BigDecimal("0.50"), new BigDecimal("3.98"));
  }

  @Test
  void movements_come_by_day_then_receipts_first_then_by_product_and_quantity() {
    List<Movement> movements = movements(BOTH);

    assertThat(movements)
        .isSortedAccordingTo(
            Comparator.comparingInt(Movement::timeId)
                .thenComparing(Movement::kind)
                .thenComparingInt(Movement::productId)
                .thenComparingLong(Movement::quantity));
  }

  @Test
  void every_row_is_either_a_movement_or_left_out() {
    assertThat(foodMart.movementCounts(Set.of(1997)))
        .isEqualTo(new MovementCounts(4_070 - 11, 86_837));
    assertThat(foodMart.movementCounts(Set.of(1998)))
        .isEqualTo(new MovementCounts(7_282 - 12, 164_558));
    assertThat(foodMart.movementCounts(BOTH).total()).isEqualTo(262_724);
    assertThat(foodMart.leftOutRows(Set.of(1997)).count()).isEqualTo(11);
    assertThat(foodMart.leftOutRows(BOTH).count()).isEqualTo(23);
  }

  @ParameterizedTest
  @MethodSource("allChoicesOfYears")
  void as_many_movements_come_as_were_counted(Set<Integer> years) {
    List<Movement> movements = movements(years);

    long received =
        movements.stream().filter(movement -> movement.kind() == Movement.Kind.RECEIVED).count();
    assertThat(new MovementCounts(received, movements.size() - received))
        .isEqualTo(foodMart.movementCounts(years));
    assertThat(movements).allMatch(movement -> movement.quantity() > 0);
  }

  @ParameterizedTest
  @MethodSource("allChoicesOfYears")
  void the_sums_taken_by_sql_agree_with_the_movements_added_up_one_by_one(Set<Integer> years) {
    Map<Integer, Long> added = new TreeMap<>();
    foodMart.forEachProduct(product -> added.put(product.id(), 0L));
    foodMart.forEachMovement(
        years, movement -> added.merge(movement.productId(), signed(movement), Long::sum));

    assertThat(foodMart.stockChanges(years)).isEqualTo(added);
  }

  @Test
  void the_sums_cover_all_units_of_the_source() {
    assertThat(total(Set.of(1997))).isEqualTo(207_726 - 266_773);
    assertThat(total(BOTH)).isEqualTo(207_726 + 365_616 - 266_773 - 509_987);
  }

  @Test
  void rows_left_out_are_told_by_their_number_and_first_examples() {
    assertThat(foodMart.leftOutRows(Set.of(1997)).summary())
        .isEqualTo(
            "Left out 11 rows without a time or a positive quantity, first: "
                + "inventory_fact_1997 (product 201, time 674, quantity 0), "
                + "inventory_fact_1997 (product 236, time 493, quantity 0), "
                + "inventory_fact_1997 (product 498, time 520, quantity 0).");
  }

  @Test
  void a_row_left_out_shows_what_it_lacks() {
    assertThat(new LeftOutRow("sales_fact_1997", 7, null, null))
        .hasToString("sales_fact_1997 (product 7, time null, quantity null)");
  }

  @Test
  void no_rows_left_out_are_told_as_none() {
    assertThat(new LeftOutRows(0, List.of()).summary()).isEqualTo("No rows left out.");
  }

  @Test
  void a_year_without_facts_is_refused() {
    assertThatThrownBy(() -> foodMart.movementCounts(Set.of(1997, 1999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("FoodMart has no facts for the years [1997, 1999]. Choose from [1997, 1998].");
  }

  @Test
  void no_year_at_all_is_refused() {
    assertThatThrownBy(() -> foodMart.forEachMovement(Set.of(), movement -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("FoodMart has no facts for the years []. Choose from [1997, 1998].");
  }

  @Test
  void a_fraction_of_a_unit_is_refused_and_not_rounded() {
    assertThat(FoodMart.wholeUnits(new BigDecimal("2.0000"), 5)).isEqualTo(2);
    assertThatThrownBy(() -> FoodMart.wholeUnits(new BigDecimal("2.5000"), 5))
        .isInstanceOf(FoodMartException.class)
        .hasMessage("FoodMart tells 2.5000 units of product 5: not a whole number.");
  }

  @Test
  void what_a_consumer_throws_reaches_the_caller_and_leaves_the_source_usable() {
    IllegalStateException thrown = new IllegalStateException("enough");

    assertThatThrownBy(
            () ->
                foodMart.forEachProduct(
                    product -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
    assertThat(foodMart.productCount()).isEqualTo(1560);
  }

  private static List<Set<Integer>> allChoicesOfYears() {
    return List.of(Set.of(1997), Set.of(1998), BOTH);
  }

  private List<Movement> movements(Set<Integer> years) {
    List<Movement> movements = new ArrayList<>();
    foodMart.forEachMovement(years, movements::add);
    return movements;
  }

  private long total(Set<Integer> years) {
    return foodMart.stockChanges(years).values().stream().mapToLong(Long::longValue).sum();
  }

  private static long signed(Movement movement) {
    return movement.kind() == Movement.Kind.RECEIVED ? movement.quantity() : -movement.quantity();
  }
}
