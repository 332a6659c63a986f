package org.plaincqrs.examples.catalog.prompt;

import java.io.PrintStream;
import java.util.List;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.examples.catalog.command.AddToInventory;
import org.plaincqrs.examples.catalog.command.ConfirmItemsShipped;
import org.plaincqrs.examples.catalog.command.RateProduct;
import org.plaincqrs.examples.catalog.command.UpdateStockFromInventoryRecount;
import org.plaincqrs.examples.catalog.wiring.Catalog;

/** What the prompt sends as commands; it then shows the product as the views have it. */
final class Orders {
  private final Catalog catalog;
  private final Questions questions;

  Orders(Catalog catalog, PrintStream out) {
    this.catalog = catalog;
    questions = new Questions(catalog.products(), out);
  }

  List<Answer> answers() {
    return List.of(
        new Answer("rate <id> <user> <1-5>", "rate a product", this::rate),
        new Answer(
            "ship <id> <n>",
            "confirm that units were shipped",
            arguments -> {
              int[] n = arguments.numbers(2);
              move(n[0], new ConfirmItemsShipped(n[0], n[1]));
            }),
        new Answer(
            "receive <id> <n>",
            "take units into stock",
            arguments -> {
              int[] n = arguments.numbers(2);
              move(n[0], new AddToInventory(n[0], n[1]));
            }),
        new Answer(
            "recount <id> <n>",
            "set the stock to what was counted",
            arguments -> {
              int[] n = arguments.numbers(2);
              move(n[0], new UpdateStockFromInventoryRecount(n[0], n[1]));
            }));
  }

  private void rate(Arguments arguments) {
    int[] n = arguments.numbers(3);
    send(new RateProduct(n[0], n[1], n[2]));
    questions.show(n[0]);
  }

  private void move(int id, ICommand<Void> command) {
    send(command);
    questions.stock(id);
  }

  private void send(ICommand<Void> command) {
    catalog.await(catalog.send(command));
  }
}
