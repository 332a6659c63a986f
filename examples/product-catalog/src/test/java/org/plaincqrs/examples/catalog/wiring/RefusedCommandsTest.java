package org.plaincqrs.examples.catalog.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.dispatch.NoHandlerException;
import org.plaincqrs.examples.catalog.Architecture;
import org.plaincqrs.examples.catalog.command.AddNewProduct;
import org.plaincqrs.examples.catalog.command.AddToInventory;
import org.plaincqrs.examples.catalog.command.ConfirmItemsShipped;
import org.plaincqrs.examples.catalog.command.RateProduct;
import org.plaincqrs.examples.catalog.command.UpdateStockFromInventoryRecount;

/** Every refusal has its text, the same in each architecture, and leaves nothing behind. */
class RefusedCommandsTest {
  private static final UUID ID = new UUID(1, 2);
  private static final BigDecimal PRICE = new BigDecimal("1.50");

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void fields_that_break_a_rule_are_told(Architecture architecture) {
    try (Catalog catalog = catalogWithTea(architecture)) {
      assertRefused(
          catalog,
          new AddNewProduct(2, " ", "", new BigDecimal("-0.01"), "Drinks", "Tea"),
          "AddNewProduct is invalid: name must have text;"
              + " unitPrice must be 0 or more, but is -0.01.");
      assertRefused(
          catalog,
          new RateProduct(1, 7, 0),
          "RateProduct is invalid: rating must be 1 to 5, but is 0.");
      assertRefused(
          catalog,
          new RateProduct(1, 7, 6),
          "RateProduct is invalid: rating must be 1 to 5, but is 6.");
      assertRefused(
          catalog,
          new AddToInventory(1, 0),
          "AddToInventory is invalid: quantity must be 1 or more, but is 0.");
      assertRefused(
          catalog,
          new ConfirmItemsShipped(1, -3),
          "ConfirmItemsShipped is invalid: quantity must be 1 or more, but is -3.");
      assertRefused(
          catalog,
          new UpdateStockFromInventoryRecount(1, -1),
          "UpdateStockFromInventoryRecount is invalid: count must be 0 or more, but is -1.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_unknown_product_is_told(Architecture architecture) {
    String message = "There is no product '99'. Create it first, or check the key.";
    try (Catalog catalog = catalogWithTea(architecture)) {
      assertRefused(catalog, new RateProduct(99, 7, 5), message);
      assertRefused(catalog, new AddToInventory(99, 1), message);
      assertRefused(catalog, new ConfirmItemsShipped(99, 1), message);
      assertRefused(catalog, new UpdateStockFromInventoryRecount(99, 1), message);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_product_is_added_once(Architecture architecture) {
    try (Catalog catalog = catalogWithTea(architecture)) {
      assertRefused(
          catalog,
          new AddNewProduct(1, "Milk", "", PRICE, "Drinks", "Milk"),
          "Product 1 is there already, as 'Green Tea'. Give the new product an id of its own.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_command_sent_again_has_its_effect_once(Architecture architecture) {
    AddNewProduct add = new AddNewProduct(ID, 2, "Milk", "", PRICE, "Drinks", "Milk");
    ConfirmItemsShipped ship = new ConfirmItemsShipped(new UUID(3, 4), 2, 5);
    try (Catalog catalog = catalogWithTea(architecture)) {
      catalog.await(catalog.send(add));
      catalog.await(catalog.send(ship));
      CatalogAnswers before = CatalogAnswers.of(catalog.products(), directory);

      assertThat(catalog.send(add).duplicate()).isTrue();
      assertThat(catalog.send(ship).duplicate()).isTrue();

      catalog.await(catalog.send(new AddToInventory(1, 1)));
      assertThat(catalog.products().findInventory(2)).isEqualTo(before.inventoryById().get(2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_id_that_another_command_had_is_refused(Architecture architecture) {
    try (Catalog catalog = catalogWithTea(architecture)) {
      catalog.await(catalog.send(new RateProduct(ID, 1, 7, 5)));

      assertRefused(
          catalog,
          new RateProduct(ID, 1, 7, 4),
          "RateProduct 00000000-0000-0001-0000-000000000002 refused: another command was handled"
              + " under this id. Give every new command an id of its own, and repeat a command"
              + " unchanged.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void null_and_a_command_without_a_handler_are_refused(Architecture architecture) {
    record Discontinue(UUID id) implements ICommand<Void> {}
    try (Catalog catalog = catalogWithTea(architecture)) {
      assertThatThrownBy(() -> catalog.send(null)).hasMessage("The command is null.");
      assertThatThrownBy(() -> catalog.send(new Discontinue(ID)))
          .isInstanceOf(NoHandlerException.class)
          .hasMessage(
              "No handler for command "
                  + Discontinue.class.getName()
                  + "; register one. Handled are: AddNewProduct, AddToInventory, BeginImport,"
                  + " ConfirmItemsShipped, FinishImport, RateProduct, UpdateStockFromInventoryRecount.");
    }
  }

  private static Catalog catalogWithTea(Architecture architecture) {
    Catalog catalog = Catalog.inMemory(architecture);
    catalog.send(new AddNewProduct(1, "Green Tea", "Hot.", PRICE, "Drinks", "Tea"));
    catalog.send(new UpdateStockFromInventoryRecount(1, 10));
    catalog.await(catalog.send(new RateProduct(1, 6, 3)));
    return catalog;
  }

  private void assertRefused(Catalog catalog, ICommand<Void> command, String message) {
    CatalogAnswers before = CatalogAnswers.of(catalog.products(), directory);

    assertThatThrownBy(() -> catalog.send(command)).hasMessage(message);

    // The next command would carry along whatever the refused one had left.
    catalog.await(catalog.send(new UpdateStockFromInventoryRecount(1, 10)));
    assertThat(CatalogAnswers.of(catalog.products(), directory)).isEqualTo(before);
  }
}
