package org.plaincqrs.examples.catalog.imports;

import java.nio.file.Path;
import org.plaincqrs.examples.catalog.Architecture;
import org.plaincqrs.examples.catalog.stores.CatalogStores;
import org.plaincqrs.examples.catalog.stores.StoreName;
import org.plaincqrs.examples.catalog.wiring.Catalog;

/** A process of its own that imports until it is killed. */
final class ImportToBeKilled {
  static final SmallSource SOURCE = new SmallSource(15, 80);

  private ImportToBeKilled() {}

  public static void main(String[] arguments) {
    Architecture architecture = Architecture.valueOf(arguments[0]);
    StoreName store = StoreName.of(arguments[1]).orElseThrow();
    try (CatalogStores stores =
            CatalogStores.open(architecture, store, store, Path.of(arguments[2]));
        Catalog catalog = Catalog.on(architecture, stores)) {
      new FoodMartImport(SOURCE, SmallSource.OPENING_STOCK, catalog)
          .run(stores.commandsInFlight(), System.out);
    }
  }
}
