package org.plaincqrs.examples.catalog.nodes;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.examples.catalog.command.AddToInventory;
import org.plaincqrs.examples.catalog.command.ConfirmItemsShipped;
import org.plaincqrs.examples.catalog.query.ProductInventory;
import org.plaincqrs.examples.catalog.wiring.Catalog;

/**
 * Somebody who takes a unit of one product after the other into stock and ships it again, so that
 * something happens and no stock is changed in the end. Closed, it stops between products.
 */
final class Movers implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Catalog catalog;
  private final List<Integer> products;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile int sent;
  private volatile @Nullable Receipt<?> last;
  private volatile @Nullable RuntimeException failure;

  Movers(Catalog catalog) {
    this.catalog = catalog;
    products = catalog.products().findAllInventory().stream().map(ProductInventory::id).toList();
    thread = new Thread(this::run, "movers");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      for (int i = 0; !stopped; i++) {
        int product = products.get(i % products.size());
        catalog.send(new AddToInventory(product, 1));
        last = catalog.send(new ConfirmItemsShipped(product, 1));
        sent = 2 * (i + 1);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** How many commands were handled so far. */
  int sent() {
    return sent;
  }

  /** Throws what has stopped it, if anything has. */
  void check() {
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }

  /** The receipt of the last command, once it has stopped. */
  Receipt<?> stop() {
    close();
    check();
    Receipt<?> receipt = last;
    if (receipt == null) {
      throw new NodesFailedException("No command was sent.");
    }
    return receipt;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
