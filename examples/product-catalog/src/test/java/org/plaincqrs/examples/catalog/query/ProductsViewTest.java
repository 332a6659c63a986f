package org.plaincqrs.examples.catalog.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.examples.catalog.domain.ItemsReceived;
import org.plaincqrs.examples.catalog.domain.ItemsShipped;
import org.plaincqrs.examples.catalog.domain.ProductAdded;
import org.plaincqrs.examples.catalog.domain.ProductEvent;
import org.plaincqrs.examples.catalog.domain.ProductRated;
import org.plaincqrs.examples.catalog.domain.StockRecounted;
import org.plaincqrs.inmemory.InMemoryStorage;

/** Events in, answers out: no command handler takes part. */
class ProductsViewTest {
  private record Happen(UUID id, List<ProductEvent> events) implements ICommand<Void> {}

  private final CqrsBuilder builder =
      Cqrs.on(new InMemoryStorage())
          .events(ProductEvent.class)
          .execute(
              Happen.class,
              (happen, work) ->
                  happen.events().forEach(e -> work.append("product-" + e.productId(), e)));
  private final ProductsDao products = ProductsView.follow(builder, new InMemoryStorage());
  private final Cqrs cqrs = builder.build();

  @AfterEach
  void close() {
    cqrs.close();
  }

  @Test
  void a_new_product_is_out_of_stock_and_not_rated() {
    happen(added(1, "Green Tea", "Drinks", "Tea"));

    assertThat(products.findById(1))
        .contains(
            new ProductDisplay(1, "Green Tea", "About it.", new BigDecimal("1.50"), true, null));
    assertThat(products.findInventory(1)).contains(new ProductInventory(1, "Green Tea", 0));
    assertThat(products.findById(2)).isEmpty();
    assertThat(products.findInventory(2)).isEmpty();
  }

  @Test
  void the_stock_follows_what_came_and_went_below_zero_too_until_a_recount() {
    happen(added(1, "Tea", "Drinks", "Tea"), new ItemsReceived(1, 5), new ItemsShipped(1, 7));
    assertThat(products.findOutOfStockProducts())
        .containsExactly(new ProductInventory(1, "Tea", -2));

    happen(new StockRecounted(1, 3), new ItemsReceived(1, 1));
    assertThat(products.findInventory(1)).contains(new ProductInventory(1, "Tea", 4));
    assertThat(products.findOutOfStockProducts()).isEmpty();
  }

  @Test
  void the_rating_is_the_mean_of_the_latest_rating_of_each_user() {
    happen(
        added(1, "Tea", "Drinks", "Tea"),
        new ProductRated(1, 7, 5, null),
        new ProductRated(1, 8, 4, null),
        new ProductRated(1, 9, 5, null));
    assertThat(rating(1)).isEqualTo("4.67");

    happen(new ProductRated(1, 8, 1, 4));
    assertThat(rating(1)).isEqualTo("3.67");
  }

  @Test
  void a_part_of_the_name_finds_in_upper_and_lower_case_by_name_then_id() {
    happen(
        added(3, "Iced Tea", "Drinks", "Tea"),
        added(2, "Green TEA", "Drinks", "Tea"),
        added(1, "Iced Tea", "Drinks", "Tea"),
        added(4, "Milk", "Drinks", "Milk"));

    assertThat(ids(products.findByName("tEa"))).containsExactly(2, 1, 3);
    assertThat(products.findByName("juice")).isEmpty();
  }

  @Test
  void related_products_are_of_the_subcategory_first_and_never_of_another_category() {
    happen(
        added(5, "Roast", "Hot Beverages", "Coffee"),
        added(9, "Mocca", "Hot Beverages", "Coffee"),
        added(10, "Espresso", "Hot Beverages", "Coffee"),
        added(2, "Green Tea", "Hot Beverages", "Tea"),
        added(1, "Ice cream", "Frozen Desserts", "Coffee"));

    assertThat(ids(products.findRelatedProducts(5))).containsExactly(9, 10, 2);
    assertThat(products.findRelatedProducts(1)).isEmpty();
    assertThat(products.findRelatedProducts(77)).isEmpty();
  }

  @Test
  void all_products_come_by_number_and_not_by_text() {
    happen(added(10, "B", "c", "s"), added(9, "C", "c", "s"), added(100, "A", "c", "s"));

    assertThat(ids(products.findAll())).containsExactly(9, 10, 100);
    assertThat(products.findAllInventory())
        .extracting(ProductInventory::id)
        .containsExactly(9, 10, 100);
  }

  @Test
  void an_event_before_the_product_was_added_stops_the_view_visibly() {
    assertThatThrownBy(() -> happen(new ItemsShipped(1, 7)))
        .hasMessage(
            "View 'product-view' stopped behind position 0: java.lang.NullPointerException: No"
                + " product before ItemsShipped[productId=1, quantity=7]. Nothing behind it was"
                + " applied; mend the projection and start again.");
  }

  private void happen(ProductEvent... events) {
    cqrs.await(cqrs.send(new Happen(ICommand.newId(), List.of(events))), Duration.ofSeconds(10));
  }

  private String rating(int id) {
    return String.valueOf(products.findById(id).orElseThrow().userRating());
  }

  private static ProductAdded added(int id, String name, String category, String subcategory) {
    return new ProductAdded(id, name, "About it.", new BigDecimal("1.50"), category, subcategory);
  }

  private static List<Integer> ids(List<ProductDisplay> rows) {
    return rows.stream().map(ProductDisplay::id).toList();
  }
}
