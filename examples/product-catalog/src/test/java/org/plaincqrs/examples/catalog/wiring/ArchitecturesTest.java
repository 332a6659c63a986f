package org.plaincqrs.examples.catalog.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.examples.catalog.Architecture;
import org.plaincqrs.examples.catalog.command.AddNewProduct;
import org.plaincqrs.examples.catalog.command.AddToInventory;
import org.plaincqrs.examples.catalog.command.ConfirmItemsShipped;
import org.plaincqrs.examples.catalog.command.RateProduct;
import org.plaincqrs.examples.catalog.command.UpdateStockFromInventoryRecount;

class ArchitecturesTest {
  @TempDir private Path directory;

  @Test
  void a_script_of_commands_gives_the_same_answers_and_files_in_every_architecture() {
    List<ICommand<Void>> script =
        List.of(
            product(10, "Green Tea", "Hot Beverages", "Tea"),
            product(9, "Berry Juice", "Pure Juice Beverages", "Juice"),
            product(2, "Black Tea", "Hot Beverages", "Tea"),
            product(1, "Coffee", "Hot Beverages", "Coffee"),
            new UpdateStockFromInventoryRecount(10, 5),
            new AddToInventory(9, 3),
            new ConfirmItemsShipped(9, 4),
            new ConfirmItemsShipped(10, 2),
            new RateProduct(10, 1, 5),
            new RateProduct(10, 2, 2),
            new RateProduct(10, 1, 4),
            new RateProduct(10, 3, 6),
            new AddToInventory(77, 1));

    List<Run> runs = inEveryArchitecture(script);

    assertThat(runs).allSatisfy(run -> assertThat(run).isEqualTo(runs.get(0)));
    assertThat(runs.get(0).answers().exportedInventory())
        .isEqualTo("id,current_stock\n1,0\n2,0\n9,-1\n10,3\n");
    assertThat(runs.get(0).answers().exportedDisplay())
        .isEqualTo(
            """
            id,name,unit_price,out_of_stock,user_rating
            1,Coffee,1.50,true,
            2,Black Tea,1.50,true,
            9,Berry Juice,1.50,true,
            10,Green Tea,1.50,false,3
            """);
  }

  @RepeatedTest(20)
  void random_commands_give_the_same_answers_in_every_architecture() {
    long seed = System.nanoTime();
    List<ICommand<Void>> commands = randomCommands(new Random(seed), 300);

    List<Run> runs = inEveryArchitecture(commands);

    assertThat(runs).as("seed %d", seed).allSatisfy(run -> assertThat(run).isEqualTo(runs.get(0)));
  }

  private record Run(List<String> outcomes, CatalogAnswers answers) {}

  private List<Run> inEveryArchitecture(List<ICommand<Void>> commands) {
    List<Run> runs = new ArrayList<>();
    for (Architecture architecture : Architecture.values()) {
      try (Catalog catalog = Catalog.inMemory(architecture)) {
        List<String> outcomes = CatalogAnswers.send(catalog, commands);
        runs.add(new Run(outcomes, CatalogAnswers.of(catalog.products(), directory)));
      }
    }
    return runs;
  }

  /** Some are to be refused, and some come again with their id, unchanged. */
  private static List<ICommand<Void>> randomCommands(Random random, int count) {
    List<ICommand<Void>> commands = new ArrayList<>();
    while (commands.size() < count) {
      boolean again = !commands.isEmpty() && random.nextInt(10) == 0;
      commands.add(again ? commands.get(random.nextInt(commands.size())) : randomCommand(random));
    }
    return commands;
  }

  private static ICommand<Void> randomCommand(Random random) {
    int id = random.nextInt(12);
    return switch (random.nextInt(6)) {
      case 0 -> product(id, random.nextBoolean() ? "Iced TEA" : " ", "c" + id % 2, "s" + id % 3);
      case 1 -> new RateProduct(id, random.nextInt(3), random.nextInt(7));
      case 2 -> new AddToInventory(id, random.nextInt(20) - 1);
      case 3 -> new UpdateStockFromInventoryRecount(id, random.nextInt(20) - 1);
      default -> new ConfirmItemsShipped(id, random.nextInt(20) - 1);
    };
  }

  private static AddNewProduct product(int id, String name, String category, String subcategory) {
    return new AddNewProduct(id, name, name + ".", new BigDecimal("1.50"), category, subcategory);
  }
}
