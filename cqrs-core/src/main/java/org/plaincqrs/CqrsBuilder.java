package org.plaincqrs;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.aggregate.Aggregate;
import org.plaincqrs.aggregate.AggregateRepository;
import org.plaincqrs.aggregate.AggregateType;
import org.plaincqrs.aggregate.Decider;
import org.plaincqrs.aggregate.DeciderRepository;
import org.plaincqrs.aggregate.DocumentRepository;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.aggregate.Persistence;
import org.plaincqrs.aggregate.SnapshotPolicy;
import org.plaincqrs.command.CommandBus;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.command.ICommandHandler;
import org.plaincqrs.command.RetryOnConflict;
import org.plaincqrs.command.UnitOfWork;
import org.plaincqrs.command.UnitsOfWork;
import org.plaincqrs.dispatch.Handles;
import org.plaincqrs.dispatch.Interceptor;
import org.plaincqrs.dispatch.internal.AnnotatedMethods;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventBus;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.query.IQuery;
import org.plaincqrs.query.IQueryHandler;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.query.QueryBus;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.UpcastingLog;
import org.plaincqrs.storage.Verdict;
import org.plaincqrs.subscription.Subscription;
import org.plaincqrs.subscription.Subscriptions;

/**
 * The wiring of a {@link Cqrs}. What it hands out, repositories and views, works once {@link
 * #build} has returned. Used by one thread, once.
 */
public final class CqrsBuilder {
  /** A handler of commands that answer nothing, over repositories. */
  @FunctionalInterface
  public interface PlainExecution<C> {
    /**
     * Does what the command asks for.
     *
     * @throws Exception to reject it; nothing of it stays then
     */
    void execute(C command) throws Exception;
  }

  /** A handler of commands that answer nothing, which appends by itself. */
  @FunctionalInterface
  public interface Execution<C> {
    /**
     * Does what the command asks for.
     *
     * @throws Exception to reject it; nothing of it stays then
     */
    void execute(C command, UnitOfWork work) throws Exception;
  }

  private final UnitsOfWork units = new UnitsOfWork();
  private final CommandBus.Builder commands = CommandBus.builder();
  private final QueryBus.Builder queries = QueryBus.builder();
  private final EventBus.Builder subscribers = EventBus.builder();
  private final EventTypes.Builder types = EventTypes.builder();
  private final Wiring wiring;
  private final Storage storage;
  private final Set<String> aggregates = new HashSet<>();
  private RetryOnConflict retry = new RetryOnConflict();
  private Clock clock = Clock.systemUTC();
  private Subscriptions.Options options = Subscriptions.Options.defaults();
  private boolean subscribed;
  private boolean built;

  CqrsBuilder(Storage storage) {
    this.storage = storage;
    wiring = new Wiring(storage);
  }

  /** Registers event classes: each a concrete class, or a sealed type with all that it permits. */
  public CqrsBuilder events(Class<?>... classes) {
    for (Class<?> type : classes) {
      types.add(type);
    }
    return this;
  }

  /** Registers event types with names, revisions and upcasters. */
  public CqrsBuilder eventTypes(Consumer<EventTypes.Builder> registration) {
    registration.accept(types);
    return this;
  }

  /** As {@link #repository(AggregateType, Persistence, SnapshotPolicy)}, without snapshots. */
  public <A extends Aggregate<S, E>, K, S, E> IRepository<A, K> repository(
      AggregateType<A, K, S, E> type, Persistence persistence) {
    return repository(type, persistence, SnapshotPolicy.NEVER);
  }

  /**
   * The repository of a type of aggregates, stored as {@code persistence} says; its events are
   * registered with it.
   */
  public <A extends Aggregate<S, E>, K, S, E> IRepository<A, K> repository(
      AggregateType<A, K, S, E> type, Persistence persistence, SnapshotPolicy snapshots) {
    claim(type.name());
    types.add(type.eventClass());
    if (persistence == Persistence.STATE) {
      wiring.unrecorded(type.name(), type.eventClass());
    }
    wiring.document(persistence == Persistence.EVENTS ? type.snapshotType() : type.stateType());
    return new AggregateRepository<>(units, type, persistence, snapshots);
  }

  /**
   * The repository of state-based aggregates without events: any immutable value; {@code key} takes
   * its key.
   */
  public <A, K> IRepository<A, K> repository(DocumentType<A, K> type, Function<A, K> key) {
    claim(type.name());
    wiring.document(type);
    return new DocumentRepository<>(units, type, key);
  }

  /**
   * The stored states of a type of aggregates, for reading: what DAOs of the one-store architecture
   * are built on.
   */
  public <D, K> IReadRepository<D, K> states(DocumentType<D, K> type) {
    return wiring.states(type);
  }

  /**
   * Registers the handler of one command class; a lambda or a method reference will do.
   *
   * @throws ConfigurationException when the class has a handler already, or is not concrete
   */
  public <C extends ICommand<R>, R extends @Nullable Object> CqrsBuilder handle(
      Class<C> type, ICommandHandler<C, R> handler) {
    Objects.requireNonNull(handler, "The handler is null.");
    wire(type, (command, work) -> handler.handle(command));
    return this;
  }

  /** As {@link #handle(Class, ICommandHandler)}, for a handler that appends by itself. */
  public <C extends ICommand<R>, R extends @Nullable Object> CqrsBuilder handle(
      Class<C> type, UnitsOfWork.Handler<C, R> handler) {
    Objects.requireNonNull(handler, "The handler is null.");
    wire(type, handler);
    return this;
  }

  /** As {@link #handle(Class, UnitsOfWork.Handler)}, for commands that answer nothing. */
  @SuppressWarnings("NullAway") // there is no other value of Void
  public <C extends ICommand<@Nullable Void>> CqrsBuilder execute(
      Class<C> type, Execution<? super C> handler) {
    Objects.requireNonNull(handler, "The handler is null.");
    UnitsOfWork.Handler<C, @Nullable Void> wrapped =
        (command, work) -> {
          handler.execute(command, work);
          return null;
        };
    wire(type, wrapped);
    return this;
  }

  /** As {@link #handle(Class, ICommandHandler)}, for commands that answer nothing. */
  public <C extends ICommand<@Nullable Void>> CqrsBuilder execute(
      Class<C> type, PlainExecution<? super C> handler) {
    Objects.requireNonNull(handler, "The handler is null.");
    return execute(type, (command, work) -> handler.execute(command));
  }

  /**
   * Registers every method of {@code handler} that is marked with {@link Handles}; each handles the
   * command class that is its only parameter.
   *
   * @throws ConfigurationException when there is none, or one does not fit
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public CqrsBuilder handlers(Object handler) {
    for (AnnotatedMethods.Bound method :
        AnnotatedMethods.bind(handler, "command", ICommand.class)) {
      UnitsOfWork.Handler<ICommand<Object>, Object> call = (command, work) -> method.call(command);
      wire((Class) method.type(), (UnitsOfWork.Handler) call);
    }
    return this;
  }

  /**
   * Gives a decider a place for its aggregates, for handlers to have commands decided; its events
   * are registered with it.
   *
   * <pre>{@code
   * DeciderRepository<AccountCommand, Account, AccountEvent> accounts =
   *     builder.decider(
   *         new AccountDecider(), AggregateType.of("account", Account.class, AccountEvent.class), Persistence.EVENTS);
   * builder.execute(Deposit.class, (deposit, work) -> accounts.decide(deposit.account(), deposit));
   * }</pre>
   */
  public <C, S, E> DeciderRepository<C, S, E> decider(
      Decider<C, S, E> decider, AggregateType.Named<S, E> named, Persistence persistence) {
    return decider(decider, named, persistence, SnapshotPolicy.NEVER);
  }

  /** As {@link #decider(Decider, AggregateType.Named, Persistence)}, with snapshots. */
  public <C, S, E> DeciderRepository<C, S, E> decider(
      Decider<C, S, E> decider,
      AggregateType.Named<S, E> named,
      Persistence persistence,
      SnapshotPolicy snapshots) {
    return new DeciderRepository<>(
        decider, repository(decider.storedAs(named), persistence, snapshots));
  }

  /**
   * Adds an interceptor around every command handler; the first one added is the outermost, retries
   * are innermost.
   */
  public CqrsBuilder intercept(Interceptor<? super ICommand<?>> interceptor) {
    commands.intercept(interceptor);
    return this;
  }

  /** How often and how fast a command is decided again after a conflict. */
  public CqrsBuilder retry(RetryOnConflict newRetry) {
    retry = Objects.requireNonNull(newRetry, "The retry is null.");
    return this;
  }

  /**
   * Has a projection take part in every commit: its view is never behind, and every commit pays for
   * it. On a storage whose queries are read from a replica the view is read from there too, and may
   * be behind; no decision of a command may rest on it then.
   */
  public CqrsBuilder inline(Projection<?, ?> projection) {
    wiring.inline(projection);
    return this;
  }

  /**
   * Has something of your own take part in every commit, with the documents that it writes, to be
   * read by {@link #states}. On JDBC it is given a transaction with the commit's connection.
   */
  public CqrsBuilder inline(InlineProjection projection, DocumentType<?, ?>... writes) {
    wiring.inline(projection, List.of(writes));
    return this;
  }

  /** Has a projection follow the log, on a thread of the library's, into the same storage. */
  public CqrsBuilder follow(Projection<?, ?> projection) {
    return follow(projection, storage);
  }

  /** Has a projection follow the log, on a thread of the library's, into another storage. */
  public CqrsBuilder follow(Projection<?, ?> projection, Storage readModel) {
    wiring.follow(
        projection, Objects.requireNonNull(readModel, "The storage of the read model is null."));
    return this;
  }

  /**
   * Has a projection computed from the log whenever its view is read: nothing is stored, and it is
   * never behind. For short logs and rare reads.
   */
  public CqrsBuilder live(Projection<?, ?> projection) {
    wiring.live(projection);
    return this;
  }

  /** Has a subscription follow the log; its checkpoint, and what it writes, are in this storage. */
  public CqrsBuilder follow(Subscription subscription) {
    return follow(subscription, storage);
  }

  /** As {@link #follow(Subscription)}, with checkpoint and effects in another storage. */
  public CqrsBuilder follow(Subscription subscription, Storage effects) {
    wiring.follow(subscription, Objects.requireNonNull(effects, "The storage is null."));
    return this;
  }

  /** How subscriptions run on this node. */
  public CqrsBuilder subscriptions(Subscriptions.Options newOptions) {
    options = Objects.requireNonNull(newOptions, "The options are null.");
    return this;
  }

  /**
   * The view that a projection keeps, for DAOs and query handlers.
   *
   * @throws ConfigurationException when the projection was not wired before
   */
  public <V, K> IReadRepository<V, K> view(Projection<V, K> projection) {
    return wiring.view(projection);
  }

  /**
   * Registers the handler of one query class; a lambda or a method reference will do.
   *
   * @throws ConfigurationException when the class has a handler already, or is not concrete
   */
  public <Q extends IQuery<R>, R extends @Nullable Object> CqrsBuilder query(
      Class<Q> type, IQueryHandler<Q, R> handler) {
    queries.handle(type, handler);
    return this;
  }

  /**
   * Registers every method of {@code handler} that is marked with {@link Handles} as the handler of
   * a query.
   */
  public CqrsBuilder queries(Object handler) {
    queries.handlers(handler);
    return this;
  }

  /** Adds an interceptor around every query handler; the first one added is the outermost. */
  public CqrsBuilder interceptQueries(Interceptor<? super IQuery<?>> interceptor) {
    queries.intercept(interceptor);
    return this;
  }

  /**
   * Calls {@code subscriber} with every event of a type or subtype after its commit; see {@link
   * EventBus}. What must not be missed when the process dies follows the log instead.
   */
  public <E> CqrsBuilder subscribe(Class<E> type, Consumer<? super E> subscriber) {
    subscribers.subscribe(type, subscriber);
    subscribed = true;
    return this;
  }

  /** Has subscribers called in an executor instead of the thread that sent the command. */
  public CqrsBuilder subscribersIn(Executor executor) {
    subscribers.executor(executor);
    return this;
  }

  /** Hears of every failing subscriber, in place of the log's ERROR line. */
  public CqrsBuilder onSubscriberFailure(BiConsumer<Object, Throwable> listener) {
    subscribers.onFailure(listener);
    return this;
  }

  /** Takes the time from this clock. */
  public CqrsBuilder clock(Clock newClock) {
    clock = Objects.requireNonNull(newClock, "The clock is null.");
    return this;
  }

  /**
   * Opens the storages and starts the followers.
   *
   * @throws ConfigurationException when something is wired wrongly; nothing is open then
   */
  public Cqrs build() {
    if (built) {
      throw new ConfigurationException("This builder has built its Cqrs already; take a new one.");
    }
    built = true;
    commands.intercept(retry);
    EventTypes eventTypes = types.build();
    Store store = wiring.open(eventTypes, clock);
    Subscriptions subscriptions =
        new Subscriptions(
            store, eventTypes, clock, wiring.subscriptions(), wiring.replicas(), options);
    wiring.running(subscriptions);
    EventLog log = UpcastingLog.of(store.log(), eventTypes);
    units.start(store, log, eventTypes, clock, afterCommit(subscriptions));
    Cqrs cqrs = new Cqrs(commands.build(), queries.build(), units, subscriptions, wiring);
    start(subscriptions, cqrs);
    return cqrs;
  }

  private static void start(Subscriptions subscriptions, Cqrs cqrs) {
    try {
      subscriptions.start();
    } catch (RuntimeException | Error e) {
      try {
        cqrs.close();
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private Consumer<Verdict.Committed> afterCommit(Subscriptions subscriptions) {
    if (!subscribed) {
      return committed -> subscriptions.appended(committed.position());
    }
    EventBus bus = subscribers.build();
    return committed -> {
      subscriptions.appended(committed.position());
      for (RecordedEvent event : committed.events()) {
        bus.publish(event.payload());
      }
    };
  }

  private <C extends ICommand<R>, R extends @Nullable Object> void wire(
      Class<C> type, UnitsOfWork.Handler<C, R> handler) {
    commands.handle(type, (command, metadata) -> units.handle(command, metadata, handler));
  }

  private void claim(String aggregate) {
    if (!aggregates.add(aggregate)) {
      throw new ConfigurationException(
          "Two repositories are asked for aggregate type '"
              + aggregate
              + "'; ask once, and hand the one around.");
    }
  }
}
