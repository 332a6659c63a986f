package org.plaincqrs.examples.catalog.nodes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.plaincqrs.examples.catalog.Architecture;
import org.plaincqrs.examples.catalog.stores.CatalogStores;
import org.plaincqrs.examples.catalog.stores.StoreName;
import org.plaincqrs.examples.catalog.wiring.Catalog;

/**
 * A process that does nothing but run its share of the views. What it needs comes in by its input,
 * since a store's name may hold a password, which arguments would show; it ends with that input,
 * and so with the process that has started it.
 */
final class CatalogNode {
  private CatalogNode() {}

  /** Runs it; the catalogue works by being there. */
  @SuppressWarnings("try")
  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String name = in.readLine();
    Architecture architecture = Architecture.valueOf(in.readLine());
    StoreName store = StoreName.of(in.readLine()).orElseThrow().shared();
    StoreName readStore = StoreName.of(in.readLine()).orElseThrow().shared();
    Path folder = Path.of(in.readLine());
    try (CatalogStores stores = CatalogStores.open(architecture, store, readStore, folder);
        Catalog catalog = Catalog.on(architecture, stores, NodesShow.node(name))) {
      while (in.readLine() != null) {
        // Nothing more is said.
      }
    }
  }
}
