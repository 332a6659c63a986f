package org.plaincqrs.examples.catalog.prompt;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.examples.catalog.query.ProductDisplay;
import org.plaincqrs.examples.catalog.query.ProductInventory;
import org.plaincqrs.examples.catalog.query.ProductsDao;

/** What the prompt answers from the views. */
final class Questions {
  private static final int LINES = 20;

  private final ProductsDao products;
  private final PrintStream out;

  Questions(ProductsDao products, PrintStream out) {
    this.products = products;
    this.out = out;
  }

  List<Answer> answers() {
    return List.of(
        new Answer(
            "find <text>",
            "products with that text in their name",
            arguments -> list(products.findByName(arguments.text()), Questions::line)),
        new Answer("show <id>", "all about a product", arguments -> show(arguments.number())),
        new Answer(
            "stock <id>", "what the warehouse holds", arguments -> stock(arguments.number())),
        new Answer(
            "related <id>", "products of the same kind", arguments -> related(arguments.number())),
        new Answer(
            "out-of-stock",
            "products that wait for a recount or a delivery",
            arguments -> list(products.findOutOfStockProducts(), Questions::line)));
  }

  void stock(int id) {
    out.println(line(found(id, products.findInventory(id))));
  }

  void show(int id) {
    ProductDisplay product = found(id, products.findById(id));
    out.println(line(product));
    out.println("  " + product.description());
  }

  private void related(int id) {
    found(id, products.findById(id));
    list(products.findRelatedProducts(id), Questions::line);
  }

  private <R> void list(List<R> rows, Function<R, String> line) {
    rows.stream().limit(LINES).map(line).forEach(out::println);
    if (rows.size() > LINES) {
      out.printf("... and %d more.%n", rows.size() - LINES);
    }
    if (rows.isEmpty()) {
      out.println("None.");
    }
  }

  private static <R> R found(int id, Optional<R> answer) {
    return answer.orElseThrow(
        () ->
            new IllegalArgumentException(
                "There is no product %d. Look for it by: find <text>".formatted(id)));
  }

  private static String line(ProductDisplay product) {
    return "%5d  %s, %s, %s%s"
        .formatted(
            product.id(),
            product.name(),
            product.unitPrice().toPlainString(),
            rating(product.userRating()),
            product.outOfStock() ? ", out of stock" : "");
  }

  private static String rating(@Nullable BigDecimal rating) {
    return rating == null ? "not rated" : "rated " + rating;
  }

  private static String line(ProductInventory product) {
    return "%5d  %s: %d in stock".formatted(product.id(), product.name(), product.currentStock());
  }
}
