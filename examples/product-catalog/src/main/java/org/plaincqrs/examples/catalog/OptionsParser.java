package org.plaincqrs.examples.catalog;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.plaincqrs.examples.catalog.foodmart.FoodMart;
import org.plaincqrs.examples.catalog.stores.StoreName;

/**
 * Reads one command line: first parts it into options and their values, then checks each value.
 * Used once.
 */
final class OptionsParser {
  private static final List<String> FLAGS = List.of("--rebuild", "--import-only", "--help");
  private static final List<String> WITH_VALUE =
      List.of(
          "--store",
          "--read-store",
          "--architecture",
          "--years",
          "--opening-stock",
          "--nodes",
          "--export");
  private static final int MAX_OPENING_STOCK = 1_000_000_000;
  private static final int MIN_NODES = 2;
  private static final int MAX_NODES = 8;

  private final Map<String, String> given = new LinkedHashMap<>();

  OptionsParser(String... arguments) {
    Iterator<String> rest = List.of(arguments).iterator();
    while (rest.hasNext()) {
      take(rest.next(), rest);
    }
  }

  CatalogOptions parse() {
    Architecture architecture = oneOf("--architecture", architectures(), "event-sourced");
    StoreName store = store("--store", StoreName.H2);
    StoreName readStore = readStore(architecture, store);
    return new CatalogOptions(
        store,
        readStore,
        architecture,
        oneOf("--years", years(), "1997"),
        openingStock(given.getOrDefault("--opening-stock", "200")),
        rebuild(architecture),
        nodes(architecture, store, readStore),
        given.containsKey("--import-only"),
        Optional.ofNullable(given.get("--export")).map(OptionsParser::directory),
        given.containsKey("--help"));
  }

  private void take(String option, Iterator<String> rest) {
    if (!FLAGS.contains(option) && !WITH_VALUE.contains(option)) {
      throw new InvalidOptionException(
          "Unknown argument '%s'. Allowed are %s, %s."
              .formatted(option, String.join(", ", WITH_VALUE), String.join(", ", FLAGS)));
    }
    String value = FLAGS.contains(option) ? "" : valueOf(option, rest);
    if (given.putIfAbsent(option, value) != null) {
      throw new InvalidOptionException("%s is given twice. Give it once.".formatted(option));
    }
  }

  private static String valueOf(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new InvalidOptionException("%s needs a value, but nothing follows.".formatted(option));
    }
    String value = rest.next();
    if (value.startsWith("--")) {
      throw new InvalidOptionException(
          "%s needs a value, but '%s' follows.".formatted(option, value));
    }
    return value;
  }

  private <T> T oneOf(String option, Map<String, T> allowed, String defaultValue) {
    String value = given.getOrDefault(option, defaultValue);
    T meaning = allowed.get(value);
    if (meaning == null) {
      throw new InvalidOptionException(
          "%s '%s' is not known. Allowed: %s."
              .formatted(option, value, String.join(", ", allowed.keySet())));
    }
    return meaning;
  }

  private StoreName store(String option, StoreName defaultStore) {
    String value = given.get(option);
    return value == null
        ? defaultStore
        : StoreName.of(value).orElseThrow(() -> unknownStore(option, value));
  }

  /** What follows the driver's name in a URL may be a password, and is not repeated. */
  private static InvalidOptionException unknownStore(String option, String value) {
    String shown = value.replaceFirst("^(jdbc:[^:]*:).+", "$1...");
    return new InvalidOptionException(
        "%s '%s' is not known. Allowed: %s.".formatted(option, shown, StoreName.allowed()));
  }

  private StoreName readStore(Architecture architecture, StoreName store) {
    StoreName readStore = store("--read-store", store);
    if (given.containsKey("--read-store") && architecture != Architecture.TWO_STORES) {
      throw new InvalidOptionException(
          "--read-store is for --architecture two-stores; %s has one store."
              .formatted(architecture.optionName()));
    }
    if (store.isMemory() && !readStore.isMemory()) {
      throw new InvalidOptionException(
          "--read-store '%s' would outlive what it follows, --store memory. Name another --store."
              .formatted(readStore));
    }
    return readStore;
  }

  private boolean rebuild(Architecture architecture) {
    boolean asked = given.containsKey("--rebuild");
    if (asked) {
      checkFollows("--rebuild", architecture);
    }
    return asked;
  }

  private int nodes(Architecture architecture, StoreName store, StoreName readStore) {
    String value = given.get("--nodes");
    if (value == null) {
      return 1;
    }
    checkFollows("--nodes", architecture);
    if (store.isMemory() || readStore.isMemory()) {
      throw new InvalidOptionException(
          "--nodes needs a store that several processes can use; memory is this process's alone.");
    }
    return number("--nodes", value, MIN_NODES, MAX_NODES);
  }

  private static void checkFollows(String option, Architecture architecture) {
    if (architecture == Architecture.ONE_STORE) {
      throw new InvalidOptionException(
          "%s is about views that follow the log; one-store has none. Name another --architecture."
              .formatted(option));
    }
  }

  private static Map<String, Architecture> architectures() {
    return Arrays.stream(Architecture.values())
        .collect(
            Collectors.toMap(
                Architecture::optionName, Function.identity(), (a, b) -> a, LinkedHashMap::new));
  }

  private static Map<String, Set<Integer>> years() {
    Map<String, Set<Integer>> years = new LinkedHashMap<>();
    FoodMart.knownYears().forEach(year -> years.put(year.toString(), Set.of(year)));
    years.put("both", FoodMart.knownYears());
    return years;
  }

  private static int openingStock(String value) {
    return number("--opening-stock", value, 0, MAX_OPENING_STOCK);
  }

  private static int number(String option, String value, int least, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below, like a number out of bounds
    }
    throw new InvalidOptionException(
        "%s '%s' is not allowed. Give a whole number from %d to %d."
            .formatted(option, value, least, most));
  }

  private static Path directory(String value) {
    try {
      if (!value.isBlank()) {
        return Path.of(value);
      }
    } catch (InvalidPathException e) {
      // refused below, like an empty name
    }
    throw new InvalidOptionException(
        "--export '%s' is not the name of a directory.".formatted(value));
  }
}
