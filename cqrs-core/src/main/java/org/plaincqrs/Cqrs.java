package org.plaincqrs;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.command.CommandBus;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.command.UnitsOfWork;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.query.Freshness;
import org.plaincqrs.query.IQuery;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.query.QueryBus;
import org.plaincqrs.storage.AsOf;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.Store;
import org.plaincqrs.subscription.Subscriptions;
import org.plaincqrs.subscription.ViewFailedException;
import org.plaincqrs.subscription.ViewNotReachedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole of the pattern behind one object: commands in, queries out, and a log between them.
 * Immutable and thread-safe; close it when the application ends.
 *
 * <pre>{@code
 * try (Cqrs cqrs = Cqrs.on(new InMemoryStorage())
 *     .events(Deposited.class)
 *     .execute(Deposit.class, (deposit, work) -> work.append(deposit.account(), new Deposited(deposit.cents())))
 *     .follow(BALANCES)
 *     .build()) {
 *   Receipt<Void> receipt = cqrs.send(new Deposit("ada", 500));
 *   cqrs.await(receipt, Duration.ofSeconds(1));
 * }
 * }</pre>
 */
public final class Cqrs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cqrs.class);
  private static final long DRAIN_SECONDS = 30;

  private final Gate gate = new Gate();
  private final CommandBus commands;
  private final QueryBus queries;
  private final UnitsOfWork units;
  private final Subscriptions subscriptions;
  private final List<Store> stores;
  private final Wiring wiring;

  Cqrs(
      CommandBus commands,
      QueryBus queries,
      UnitsOfWork units,
      Subscriptions subscriptions,
      Wiring wiring) {
    this.commands = commands;
    this.queries = queries;
    this.units = units;
    this.subscriptions = subscriptions;
    this.wiring = wiring;
    stores = wiring.openStores();
  }

  /** Begins the wiring over a storage. */
  public static CqrsBuilder on(Storage storage) {
    return new CqrsBuilder(Objects.requireNonNull(storage, "The storage is null."));
  }

  /** As {@link #send(ICommand)}, returning only what the handler answered. */
  public <R extends @Nullable Object> R dispatch(ICommand<R> command) {
    return send(command, Metadata.NONE).result();
  }

  /** As {@link #send(ICommand, Metadata)}, returning only what the handler answered. */
  public <R extends @Nullable Object> R dispatch(ICommand<R> command, Metadata metadata) {
    return send(command, metadata).result();
  }

  /** As {@link #send(ICommand, Metadata)}, with nothing known beside the command. */
  public <R extends @Nullable Object> Receipt<R> send(ICommand<R> command) {
    return send(command, Metadata.NONE);
  }

  /**
   * Has a command handled, in the caller's thread, and commits what it did. A command whose id was
   * handled before has no effect and gets the recorded answer.
   *
   * @param metadata who sends it and why; recorded with its events
   * @return the answer and the position, once the commit is durable
   * @throws org.plaincqrs.dispatch.NoHandlerException when nobody handles its class
   * @throws org.plaincqrs.storage.ConflictException when it met a conflict on every attempt
   * @throws org.plaincqrs.command.CommandIdReusedException when another command was handled under
   *     its id
   * @throws org.plaincqrs.dispatch.HandlerFailedException around a checked exception of the
   *     handler; unchecked ones and errors pass through as they are, and nothing of the command
   *     stays
   * @throws IllegalStateException when this is closed, or inside a command handler
   */
  @SuppressWarnings("unchecked")
  public <R extends @Nullable Object> Receipt<R> send(ICommand<R> command, Metadata metadata) {
    gate.enter();
    try {
      // Behind the facade the handlers answer with a receipt around what the application's handler
      // answered.
      @Nullable Object answer = commands.dispatch(command, metadata);
      if (answer instanceof Receipt<?> receipt) {
        return (Receipt<R>) receipt;
      }
      throw new IllegalStateException(
          "An interceptor answered "
              + command.getClass().getSimpleName()
              + " with "
              + (answer == null ? "null" : "a " + answer.getClass().getName())
              + "; return what next.proceed() returned, or a Receipt.");
    } finally {
      gate.leave();
    }
  }

  /** As {@link #ask(IQuery, Metadata)}, with nothing known beside the query. */
  public <R extends @Nullable Object> R ask(IQuery<R> query) {
    return ask(query, Metadata.NONE);
  }

  /**
   * Has a query answered, in the caller's thread, from the views as they are now.
   *
   * @throws org.plaincqrs.dispatch.NoHandlerException when nobody handles its class
   * @throws org.plaincqrs.dispatch.HandlerFailedException around a checked exception of the handler
   */
  public <R extends @Nullable Object> R ask(IQuery<R> query, Metadata metadata) {
    gate.enter();
    try {
      return queries.ask(query, metadata);
    } finally {
      gate.leave();
    }
  }

  /** As {@link #ask(IQuery, Metadata, Freshness)}, with nothing known beside the query. */
  public <R extends @Nullable Object> R ask(IQuery<R> query, Freshness freshness) {
    return ask(query, Metadata.NONE, freshness);
  }

  /**
   * As {@link #ask(IQuery, Metadata)}, from views that are as fresh as demanded.
   *
   * @throws ViewNotReachedException when they are not in time, and a stale answer is not accepted
   * @throws ViewFailedException when a view has stopped before, and a stale answer is not accepted
   * @throws IllegalStateException when this is closed before they are
   * @throws org.plaincqrs.error.ConfigurationException when a view is named that is not there
   */
  public <R extends @Nullable Object> R ask(
      IQuery<R> query, Metadata metadata, Freshness freshness) {
    freshness.views().forEach(wiring::checkView);
    try {
      subscriptions.await(freshness.views(), freshness.position(), freshness.timeout());
    } catch (ViewNotReachedException | ViewFailedException e) {
      if (!freshness.orStale()) {
        throw e;
      }
    }
    return ask(query, metadata);
  }

  /** As {@link #follow(IQuery, Metadata, Projection...)}, with nothing known beside the query. */
  public <R> Flow.Publisher<R> follow(IQuery<R> query, Projection<?, ?>... views) {
    return follow(query, Metadata.NONE, views);
  }

  /**
   * The answers of a query: the first at once, and another whenever the views have changed so that
   * it differs from the one before, by {@code equals}. Each is computed when the subscriber has
   * asked for one, from the views as they are then, on threads of the library's; a slow subscriber
   * misses answers and never gets one that is older than the last. What the handler throws ends it
   * by {@code onError}, and so does null; {@link #close} ends it by {@code onComplete}, and who
   * subscribes later gets an IllegalStateException. What state-based aggregates of another process
   * change without an event is noticed with the next event.
   *
   * @param views what the handler reads; when none is named, every view, the log and every commit
   *     of this process count as read
   * @throws org.plaincqrs.error.ConfigurationException when one of them is not wired
   */
  public <R> Flow.Publisher<R> follow(
      IQuery<R> query, Metadata metadata, Projection<?, ?>... views) {
    Objects.requireNonNull(query, "The query is null.");
    for (Projection<?, ?> each : views) {
      wiring.view(each);
    }
    return subscriptions.follow(
        () -> answer(query, metadata), Stream.of(views).map(Projection::name).toList());
  }

  /** The answer of a query that is followed; empty when this is closed. */
  private <R> Optional<R> answer(IQuery<R> query, Metadata metadata) {
    if (!gate.tryEnter()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Objects.requireNonNull(
              queries.ask(query, metadata),
              () ->
                  query.getClass().getSimpleName()
                      + " was answered with null, which can't be followed; answer an Optional."));
    } finally {
      gate.leave();
    }
  }

  /**
   * Waits until every following view has seen what a command did.
   *
   * @throws ViewNotReachedException when one has not in time
   * @throws org.plaincqrs.subscription.ViewFailedException when one has stopped before
   */
  public void await(Receipt<?> receipt, Duration timeout) {
    subscriptions.await(Set.of(), receipt.position(), timeout);
  }

  /**
   * As {@link #await(Receipt, Duration)}, for one view and any position; an inline view has always
   * reached it.
   *
   * @throws org.plaincqrs.error.ConfigurationException when the projection is not wired
   */
  public void await(Projection<?, ?> view, long position, Duration timeout) {
    wiring.view(view);
    subscriptions.await(view.name(), position, timeout);
  }

  /** The view that a projection keeps. */
  public <V, K> IReadRepository<V, K> view(Projection<V, K> projection) {
    return wiring.view(projection);
  }

  /**
   * The view of a projection as it was at a point of the past, computed in memory from the log now;
   * the projection need not be wired.
   *
   * @throws org.plaincqrs.storage.NotInLogException when the log has not come so far
   * @throws IllegalArgumentException for a version, which only a stream has
   * @throws org.plaincqrs.error.ConfigurationException when it takes an event class that is not
   *     registered
   */
  public <V, K> IReadRepository<V, K> view(Projection<V, K> projection, AsOf asOf) {
    return wiring.history().view(projection, asOf);
  }

  /**
   * The view of a projection over the events of one stream, computed whenever it is read; the
   * projection need not be wired.
   *
   * @throws org.plaincqrs.error.ConfigurationException when it takes an event class that is not
   *     registered
   */
  public <V, K> IReadRepository<V, K> live(Projection<V, K> projection, String stream) {
    return wiring.history().live(projection, stream);
  }

  /** As {@link #live(Projection, String)}, over the events that match a query. */
  public <V, K> IReadRepository<V, K> live(Projection<V, K> projection, EventQuery query) {
    return wiring.history().live(projection, query);
  }

  /**
   * What a subscription writes: the documents of one of its kinds, of the build that counts.
   *
   * @throws org.plaincqrs.error.ConfigurationException when no such subscription is wired
   */
  public <V, K> IReadRepository<V, K> view(String subscription, DocumentType<V, K> type) {
    return wiring.view(subscription, type);
  }

  /** What follows the log: how it stands, and what can be done with it. */
  public Subscriptions subscriptions() {
    return subscriptions;
  }

  /** The log, for reading, upcasters applied. */
  public EventLog log() {
    return units.log();
  }

  /**
   * Stops in order: takes no further command or query, waits up to 30 seconds for those in flight,
   * lets the views finish the page in hand, closes the storages. Views that lag behind catch up at
   * the next start.
   *
   * @throws IllegalStateException inside a command handler
   */
  @Override
  public void close() {
    if (units.current() != null) {
      throw new IllegalStateException(
          "close() was called inside a command handler, which it would wait for.");
    }
    if (!gate.close()) {
      gate.drain(TimeUnit.SECONDS.toNanos(DRAIN_SECONDS));
      return;
    }
    if (!gate.drain(TimeUnit.SECONDS.toNanos(DRAIN_SECONDS))) {
      LOG.warn(
          "Closing with commands or queries still in flight after {} s, or interrupted",
          DRAIN_SECONDS);
    }
    subscriptions.close();
    Wiring.close(stores);
  }
}
