package org.plaincqrs.examples.catalog;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import org.plaincqrs.examples.catalog.export.CatalogExport;
import org.plaincqrs.examples.catalog.foodmart.FoodMart;
import org.plaincqrs.examples.catalog.imports.FoodMartImport;
import org.plaincqrs.examples.catalog.imports.ImportCheck;
import org.plaincqrs.examples.catalog.imports.ImportedCommands;
import org.plaincqrs.examples.catalog.prompt.Prompt;
import org.plaincqrs.examples.catalog.query.ProductsDao;
import org.plaincqrs.examples.catalog.wiring.Catalog;

/** One run of the catalogue: import, check, export, then the prompt. */
final class CatalogSession {
  private final CatalogOptions options;
  private final PrintStream out;

  CatalogSession(CatalogOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  void run(InputStream in) {
    try (Catalog catalog = Catalog.inMemory(options.architecture())) {
      fill(catalog);
      options.exportDirectory().ifPresent(directory -> export(catalog.products(), directory));
      if (!options.importOnly()) {
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()));
        new Prompt(catalog, out).answer(lines);
      }
    }
  }

  /** The source is closed when this returns: its memory is not needed any more. */
  private void fill(Catalog catalog) {
    out.println("Opening FoodMart, which takes some seconds ...");
    try (FoodMart foodMart = FoodMart.open()) {
      out.println(foodMart.leftOutRows(options.years()).summary());
      ImportedCommands imported =
          new FoodMartImport(foodMart, options.years(), options.openingStock(), catalog).run(out);
      ImportCheck.check(
          catalog.products(), foodMart.stockChanges(options.years()), options.openingStock());
      print(imported, catalog.products());
    }
  }

  private void print(ImportedCommands imported, ProductsDao products) {
    out.printf(
        Locale.ROOT,
        "Imported into %s, %s: %s.%n%,d products, %,d of them out of stock;"
            + " every stock agrees with the source's own sums.%n",
        options.store(),
        options.architecture().optionName(),
        imported.summary(),
        products.findAllInventory().size(),
        products.findOutOfStockProducts().size());
  }

  private void export(ProductsDao products, Path directory) {
    CatalogExport export = new CatalogExport(directory);
    out.println("Wrote " + export.writeInventory(products.findAllInventory()));
    out.println("Wrote " + export.writeDisplay(products.findAll()));
  }
}
