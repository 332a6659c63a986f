package org.plaincqrs.benchmarks.imports;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.examples.catalog.imports.ImportCheck;
import org.plaincqrs.examples.catalog.imports.Lanes;
import org.plaincqrs.examples.catalog.stores.CatalogStores;
import org.plaincqrs.examples.catalog.stores.StoreName;
import org.plaincqrs.examples.catalog.wiring.Catalog;

/** A catalogue with nothing in it yet. Filled once. */
final class FreshCatalog implements AutoCloseable {
  /** The schema that is dropped and made anew where the store is a server. */
  static final String SCHEMA = "plain_cqrs_imports";

  private final CatalogStores stores;
  private final Catalog catalog;
  private final AtomicReference<@Nullable Receipt<Void>> last = new AtomicReference<>();

  private FreshCatalog(CatalogStores stores, Catalog catalog) {
    this.stores = stores;
    this.catalog = catalog;
  }

  /**
   * Opens it.
   *
   * @param name of its folder in that of the job; a new one for each
   */
  static FreshCatalog open(Job job, String name) throws SQLException {
    if (job.store().startsWith("jdbc:")) {
      makeSchema(job.store());
    }
    StoreName store = StoreName.of(job.store()).orElseThrow();
    CatalogStores stores =
        CatalogStores.open(job.architecture(), store, store, job.folder().resolve(name));
    return new FreshCatalog(stores, Catalog.on(job.architecture(), stores));
  }

  private static void makeSchema(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema if exists " + SCHEMA + " cascade");
      statement.execute("create schema " + SCHEMA);
    }
  }

  int lanes() {
    return stores.commandsInFlight();
  }

  /**
   * Sends the commands, each as soon as there is room for it, waits until the views show them, and
   * then checks that these are right.
   *
   * @param pace what stands between one command and the next, and around each
   * @return the seconds that it took, without the check
   * @throws org.plaincqrs.examples.catalog.imports.ImportCheckException when a stock is wrong
   */
  double fill(Commands commands, UnaryOperator<Runnable> pace) {
    long start = System.nanoTime();
    try (Lanes lanes = new Lanes(lanes())) {
      commands.forEach(
          (productId, command) -> lanes.submit(productId, pace.apply(() -> send(command))));
      lanes.finish();
      catalog.await(last.get());
      double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
      ImportCheck.check(catalog.products(), commands.stocks(), 0);
      return seconds;
    }
  }

  private void send(ICommand<Void> command) {
    Receipt<Void> receipt = catalog.send(command);
    if (receipt.duplicate()) {
      throw new IllegalStateException(
          "Command %s was handled before: %s was not empty."
              .formatted(command.id(), stores.places()));
    }
    last.accumulateAndGet(receipt, FreshCatalog::later);
  }

  private static Receipt<Void> later(@Nullable Receipt<Void> one, Receipt<Void> other) {
    return one == null || one.position() < other.position() ? other : one;
  }

  @Override
  public void close() {
    catalog.close();
    stores.close();
  }
}
