package org.plaincqrs.examples.catalog;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.plaincqrs.examples.catalog.stores.StoreName;

/**
 * What the command line asks for.
 *
 * @param store where the data is kept
 * @param readStore where two stores keep the read model; the same kind of store unless asked for
 * @param architecture how it is kept
 * @param years whose movements are imported
 * @param openingStock units of each product counted in before the first movement, at least 0
 * @param rebuild whether to build the view of products anew
 * @param nodes how many processes to show on one database; 1 for none but this
 * @param importOnly whether to leave after the import
 * @param exportDirectory where to write the views after the import, if anywhere
 * @param help whether to print {@link #USAGE} and leave
 */
public record CatalogOptions(
    StoreName store,
    StoreName readStore,
    Architecture architecture,
    Set<Integer> years,
    int openingStock,
    boolean rebuild,
    int nodes,
    boolean importOnly,
    Optional<Path> exportDirectory,
    boolean help) {

  /** The options for people, one a line. */
  public static final String USAGE =
      """
      Product catalogue. Options:
        --store STORE              where the data is kept: memory, h2 or sqlite (a file below target), or the URL of
                                   a database: jdbc:h2:, jdbc:mariadb:, jdbc:postgresql:, jdbc:sqlite: (default h2)
        --read-store STORE         where two stores keep the read model (default as --store)
        --architecture NAME        one-store, two-stores or event-sourced (default event-sourced)
        --years YEARS              1997, 1998 or both (default 1997)
        --opening-stock N          units of each product counted in first (default 200)
        --rebuild                  build the view of products anew from the log, while it goes on answering
        --nodes N                  start N processes on the store, kill one, and show who runs which parts of a view
        --import-only              import, check, print a summary and leave
        --export DIR               write product_inventory.csv and product_display.csv to DIR
        --help                     print this text
      """;

  public CatalogOptions {
    years = Set.copyOf(years);
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(readStore, "readStore");
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(exportDirectory, "exportDirectory");
  }

  /**
   * Reads the command line; what it doesn't say has its default.
   *
   * @throws InvalidOptionException if an argument is unknown, lacks its value, has one that is not
   *     allowed, or comes twice
   */
  public static CatalogOptions parse(String... arguments) {
    return new OptionsParser(arguments).parse();
  }
}
