package org.plaincqrs.examples.catalog.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plaincqrs.examples.catalog.Architecture;
import org.plaincqrs.examples.catalog.command.AddNewProduct;
import org.plaincqrs.examples.catalog.wiring.Catalog;

class PromptTest {
  private final Catalog catalog = Catalog.inMemory(Architecture.TWO_STORES);
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @BeforeEach
  void fill() {
    add(1, "Green Tea", "Tea");
    add(2, "Black Tea", "Tea");
    add(3, "Milk", "Milk");
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void a_command_shows_its_effect_at_once() {
    assertThat(answers("recount 1 5", "receive 1 2", "ship 1 10", "rate 1 7 4", "rate 1 8 5"))
        .containsExactly(
            "    1  Green Tea: 5 in stock",
            "    1  Green Tea: 7 in stock",
            "    1  Green Tea: -3 in stock",
            "    1  Green Tea, 1.50, rated 4.00, out of stock",
            "  About Green Tea.",
            "    1  Green Tea, 1.50, rated 4.50, out of stock",
            "  About Green Tea.");
  }

  @Test
  void questions_are_answered() {
    assertThat(
            answers(
                "receive 3 1",
                "find green  tea",
                "find TEA",
                "find juice",
                "show 3",
                "stock 3",
                "related 1",
                "out-of-stock"))
        .containsExactly(
            "    3  Milk: 1 in stock",
            "    1  Green Tea, 1.50, not rated, out of stock",
            "    2  Black Tea, 1.50, not rated, out of stock",
            "    1  Green Tea, 1.50, not rated, out of stock",
            "None.",
            "    3  Milk, 1.50, not rated",
            "  About Milk.",
            "    3  Milk: 1 in stock",
            "    2  Black Tea, 1.50, not rated, out of stock",
            "    3  Milk, 1.50, not rated",
            "    1  Green Tea: 0 in stock",
            "    2  Black Tea: 0 in stock");
  }

  @Test
  void a_long_list_is_cut_and_says_so() {
    for (int id = 4; id <= 30; id++) {
      add(id, "Tea " + id, "Tea");
    }

    assertThat(answers("find tea")).hasSize(21).endsWith("... and 9 more.");
  }

  @Test
  void what_is_refused_is_told_in_one_line() {
    assertThat(
            answers(
                "rate 1 7 6",
                "ship 1 0",
                "ship 99 1",
                "stock 99",
                "show 99",
                "related 99",
                "ship 1",
                "ship one 1",
                "ship 1 99999999999",
                "find",
                "buy 1"))
        .containsExactly(
            "RateProduct is invalid: rating must be 1 to 5, but is 6.",
            "ConfirmItemsShipped is invalid: quantity must be 1 or more, but is 0.",
            "There is no product '99'. Create it first, or check the key.",
            "There is no product 99. Look for it by: find <text>",
            "There is no product 99. Look for it by: find <text>",
            "There is no product 99. Look for it by: find <text>",
            "Type: ship <id> <n>",
            "'one' is no whole number that can be used here. Type: ship <id> <n>",
            "'99999999999' is no whole number that can be used here. Type: ship <id> <n>",
            "Type: find <text>",
            "'buy' is not known here. Type 'help' to see what is.");
  }

  @Test
  void help_names_everything_that_can_be_typed() {
    assertThat(answers("help").stream().map(line -> line.strip().split(" ")[0]))
        .containsExactly(
            "find",
            "show",
            "stock",
            "related",
            "out-of-stock",
            "rate",
            "ship",
            "receive",
            "recount",
            "help",
            "quit");
  }

  @Test
  void quit_and_the_end_of_the_input_leave_and_empty_lines_do_nothing() {
    assertThat(answers("", "  ", "quit", "stock 1")).isEmpty();
    assertThat(answers()).isEmpty();
  }

  /** The lines shown, without the greeting and the prompts. */
  private List<String> answers(String... lines) {
    bytes.reset();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new Prompt(catalog, out).answer(new BufferedReader(new StringReader(String.join("\n", lines))));
    return bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> line.replaceFirst("^(> )+", ""))
        .filter(line -> !line.isBlank())
        .toList();
  }

  private void add(int id, String name, String subcategory) {
    catalog.await(
        catalog.send(
            new AddNewProduct(
                id,
                name,
                "About " + name + ".",
                new BigDecimal("1.50"),
                "Beverages",
                subcategory)));
  }
}
