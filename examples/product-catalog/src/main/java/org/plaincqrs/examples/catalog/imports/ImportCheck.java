package org.plaincqrs.examples.catalog.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.examples.catalog.query.ProductInventory;
import org.plaincqrs.examples.catalog.query.ProductsDao;

/** Compares what the catalogue answers with what the source adds up to by itself. */
public final class ImportCheck {
  private static final int EXAMPLES = 3;

  private ImportCheck() {}

  /**
   * Checks that exactly the products of {@code stockChanges} are there, each with its change added
   * to the opening stock.
   *
   * @throws ImportCheckException naming the first differences
   */
  public static void check(
      ProductsDao products, SortedMap<Integer, Long> stockChanges, long openingStock) {
    Map<Integer, Long> expected = new TreeMap<>();
    stockChanges.forEach((id, change) -> expected.put(id, openingStock + change));
    Map<Integer, Long> found =
        products.findAllInventory().stream()
            .collect(Collectors.toMap(ProductInventory::id, ProductInventory::currentStock));
    List<String> differences = differences(expected, found);
    if (!differences.isEmpty()) {
      throw new ImportCheckException(differences.size(), first(differences));
    }
  }

  private static List<String> differences(Map<Integer, Long> expected, Map<Integer, Long> found) {
    TreeSet<Integer> ids = new TreeSet<>(expected.keySet());
    ids.addAll(found.keySet());
    List<String> differences = new ArrayList<>();
    for (Integer id : ids) {
      Long there = found.get(id);
      Long due = expected.get(id);
      if (there == null || !there.equals(due)) {
        differences.add("product %d: %s, expected %s".formatted(id, stock(there), stock(due)));
      }
    }
    return differences;
  }

  private static String stock(@Nullable Long stock) {
    return stock == null ? "not there" : "stock " + stock;
  }

  private static String first(List<String> differences) {
    return String.join("; ", differences.subList(0, Math.min(EXAMPLES, differences.size())));
  }
}
