package org.plaincqrs.examples.catalog;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.examples.catalog.command.BeginImport;
import org.plaincqrs.examples.catalog.command.FinishImport;
import org.plaincqrs.examples.catalog.export.CatalogExport;
import org.plaincqrs.examples.catalog.foodmart.FoodMart;
import org.plaincqrs.examples.catalog.imports.FoodMartImport;
import org.plaincqrs.examples.catalog.imports.ImportCheck;
import org.plaincqrs.examples.catalog.imports.ImportedCommands;
import org.plaincqrs.examples.catalog.nodes.NodesShow;
import org.plaincqrs.examples.catalog.prompt.Prompt;
import org.plaincqrs.examples.catalog.query.ProductsDao;
import org.plaincqrs.examples.catalog.stores.CatalogStores;
import org.plaincqrs.examples.catalog.stores.StoreName;
import org.plaincqrs.examples.catalog.wiring.Catalog;

/**
 * One run of the catalogue: import and check where that is not done yet, export, then the prompt.
 */
final class CatalogSession {
  private static final String SOURCE = "FoodMart";

  private final CatalogOptions options;
  private final Path folder;
  private final PrintStream out;

  /** A run that has the catalogue's own files in {@code folder}. */
  CatalogSession(CatalogOptions options, Path folder, PrintStream out) {
    this.options = options;
    this.folder = folder;
    this.out = out;
  }

  void run(InputStream in) {
    try (CatalogStores stores = open()) {
      out.println("The data is in " + stores.places());
      answer(stores, in);
      if (options.nodes() > 1) {
        showNodes(stores);
      }
    }
  }

  private CatalogStores open() {
    return CatalogStores.open(
        options.architecture(), named(options.store()), named(options.readStore()), folder);
  }

  private StoreName named(StoreName store) {
    return options.nodes() > 1 ? store.shared() : store;
  }

  private void answer(CatalogStores stores, InputStream in) {
    try (Catalog catalog = Catalog.on(options.architecture(), stores)) {
      fill(catalog, stores.commandsInFlight());
      if (options.rebuild()) {
        new ViewRebuild(catalog, out).run();
      }
      options.exportDirectory().ifPresent(directory -> export(catalog.products(), directory));
      if (!options.importOnly() && options.nodes() == 1) {
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()));
        new Prompt(catalog, out).answer(lines);
      }
    }
  }

  private void showNodes(CatalogStores stores) {
    List<String> told =
        List.of(
            options.architecture().name(),
            options.store().secretText(),
            options.readStore().secretText(),
            folder.toString());
    try (Catalog catalog = Catalog.on(options.architecture(), stores, NodesShow.firstNode());
        NodesShow show = new NodesShow(catalog, told, out)) {
      show.run(options.nodes());
    }
  }

  private void fill(Catalog catalog, int inFlight) {
    Receipt<Boolean> begun =
        catalog.send(new BeginImport(SOURCE, options.years(), options.openingStock()));
    if (begun.result()) {
      catalog.await(begun);
      out.println("Found " + counted(catalog.products()) + ", imported before.");
    } else {
      importInto(catalog, inFlight);
      catalog.send(new FinishImport(SOURCE));
    }
  }

  /** The source is closed when this returns: its memory is not needed any more. */
  private void importInto(Catalog catalog, int inFlight) {
    out.println("Opening FoodMart, which takes some seconds ...");
    try (FoodMart foodMart = FoodMart.open()) {
      out.println(foodMart.leftOutRows(options.years()).summary());
      ImportedCommands imported =
          new FoodMartImport(foodMart, options.years(), options.openingStock(), catalog)
              .run(inFlight, out);
      ImportCheck.check(
          catalog.products(), foodMart.stockChanges(options.years()), options.openingStock());
      print(imported, catalog.products());
    }
  }

  private void print(ImportedCommands imported, ProductsDao products) {
    out.printf(
        "Imported into %s, %s: %s.%n%s; every stock agrees with the source's own sums.%n",
        options.store(),
        options.architecture().optionName(),
        imported.summary(),
        counted(products));
  }

  private static String counted(ProductsDao products) {
    return String.format(
        Locale.ROOT,
        "%,d products, %,d of them out of stock",
        products.findAllInventory().size(),
        products.findOutOfStockProducts().size());
  }

  private void export(ProductsDao products, Path directory) {
    CatalogExport export = new CatalogExport(directory);
    out.println("Wrote " + export.writeInventory(products.findAllInventory()));
    out.println("Wrote " + export.writeDisplay(products.findAll()));
  }
}
