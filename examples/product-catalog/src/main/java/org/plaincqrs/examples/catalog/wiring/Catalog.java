package org.plaincqrs.examples.catalog.wiring;

import java.time.Duration;
import java.util.List;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.aggregate.Persistence;
import org.plaincqrs.aggregate.SnapshotPolicy;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.examples.catalog.Architecture;
import org.plaincqrs.examples.catalog.command.ImportCommandHandler;
import org.plaincqrs.examples.catalog.command.ProductRules;
import org.plaincqrs.examples.catalog.command.ProductsCommandHandler;
import org.plaincqrs.examples.catalog.domain.ImportNote;
import org.plaincqrs.examples.catalog.domain.Product;
import org.plaincqrs.examples.catalog.query.MovementsView;
import org.plaincqrs.examples.catalog.query.ProductStates;
import org.plaincqrs.examples.catalog.query.ProductsDao;
import org.plaincqrs.examples.catalog.query.ProductsView;
import org.plaincqrs.examples.catalog.stores.CatalogStores;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.storage.AsOf;
import org.plaincqrs.subscription.Rebuild;
import org.plaincqrs.subscription.SubscriptionStatus;
import org.plaincqrs.subscription.Subscriptions;

/**
 * The running catalogue: commands in, answers out. The three architectures differ in this class and
 * nowhere else. Thread-safe.
 */
public final class Catalog implements AutoCloseable {
  /**
   * Long, since a view that begins anew reads the whole log first; one that failed is told at once.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** A product has well over a hundred events in two years; a command replays at most these. */
  private static final SnapshotPolicy SNAPSHOTS = SnapshotPolicy.everyEvents(20);

  private final Cqrs cqrs;
  private final ProductsDao products;

  private Catalog(
      CqrsBuilder builder, IRepository<Product, Integer> repository, ProductsDao products) {
    this.products = products;
    IRepository<ImportNote, String> imports =
        builder.repository(ImportNote.TYPE, ImportNote::source);
    cqrs =
        builder
            .intercept(ProductRules.validation())
            .handlers(new ProductsCommandHandler(repository))
            .handlers(new ImportCommandHandler(imports))
            .build();
  }

  /** An empty catalogue in memory. */
  public static Catalog inMemory(Architecture architecture) {
    return on(architecture, CatalogStores.inMemory());
  }

  /**
   * A catalogue on stores, which remain the caller's to close.
   *
   * @throws org.plaincqrs.examples.catalog.stores.StoreUnusableException when what a store holds
   *     does not fit
   */
  public static Catalog on(Architecture architecture, CatalogStores stores) {
    return on(architecture, stores, Cqrs.on(stores.writeModel()));
  }

  /**
   * The same as one of several processes on these stores, which share out the parts of {@link
   * MovementsView} among them.
   */
  public static Catalog on(
      Architecture architecture, CatalogStores stores, Subscriptions.Options node) {
    CqrsBuilder builder = Cqrs.on(stores.writeModel()).subscriptions(node);
    builder.follow(MovementsView.PROJECTION, stores.readModel());
    return on(architecture, stores, builder);
  }

  private static Catalog on(Architecture architecture, CatalogStores stores, CqrsBuilder builder) {
    return switch (architecture) {
      case ONE_STORE ->
          new Catalog(
              builder,
              builder.repository(ProductStates.TYPE, Persistence.STATE),
              ProductStates.read(builder));
      case TWO_STORES ->
          new Catalog(
              builder,
              builder.repository(Product.TYPE, Persistence.STATE_AND_EVENTS),
              ProductsView.follow(builder, stores.readModel()));
      case EVENT_SOURCED ->
          new Catalog(
              builder,
              builder.repository(Product.TYPE, Persistence.EVENTS, SNAPSHOTS),
              ProductsView.follow(builder, stores.writeModel()));
    };
  }

  /** Has a command handled; the answers of {@link #products} follow soon after. */
  public <R> Receipt<R> send(ICommand<R> command) {
    return cqrs.send(command);
  }

  /** Waits until the answers of {@link #products} show what a command did. */
  public void await(Receipt<?> receipt) {
    cqrs.await(receipt, PATIENCE);
  }

  /** The answers. */
  public ProductsDao products() {
    return products;
  }

  /** Builds what answers anew from the log, beside what answers meanwhile. */
  public Rebuild rebuild() {
    return cqrs.subscriptions().rebuild(ProductsView.NAME);
  }

  /** Drops what a build has replaced. */
  public void dropOldBuilds() {
    cqrs.subscriptions().dropOldBuilds(ProductsView.NAME);
  }

  /** The movements of products, where the catalogue is one of several nodes. */
  public IReadRepository<MovementsView.Movements, Integer> movements() {
    return cqrs.view(MovementsView.PROJECTION);
  }

  /** The same, computed from the log here and now. */
  public IReadRepository<MovementsView.Movements, Integer> movementsInLog() {
    return cqrs.view(MovementsView.PROJECTION, AsOf.now());
  }

  /** How the parts of all views stand, on whichever node. */
  public List<SubscriptionStatus> parts() {
    return cqrs.subscriptions().statuses();
  }

  @Override
  public void close() {
    cqrs.close();
  }
}
