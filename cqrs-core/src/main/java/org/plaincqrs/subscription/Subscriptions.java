package org.plaincqrs.subscription;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Versioned;

/**
 * The subscriptions of an application: how they stand, and what can be done with them. All of it
 * works from any node that knows the subscription. Thread-safe.
 */
public final class Subscriptions implements AutoCloseable {
  /**
   * A view that is read from elsewhere than where it is written, a replica, and comes there later.
   *
   * @param name of the view
   * @param documents where it is read
   */
  public record Replica(String name, DocumentStore documents) {}

  /**
   * A subscription, and where it writes and keeps its checkpoint.
   *
   * @param subscription what is done
   * @param store where
   */
  public record Placed(Subscription subscription, Store store) {}

  /**
   * How subscriptions run on this node.
   *
   * @param node its name, one that no other has
   * @param term how long it counts as alive without a word
   * @param threads how many subscriptions are in a handler at once, at most
   * @param listener hears of every change
   */
  public record Options(String node, Duration term, int threads, SubscriptionListener listener) {
    private static final Duration SHORTEST = Duration.ofMillis(100);

    /** Checks the values. */
    public Options {
      Reader.checkName(node);
      if (term.compareTo(SHORTEST) < 0 || threads < 1) {
        throw new ConfigurationException(
            "A term of "
                + term
                + " with "
                + threads
                + " threads can't be; give at least "
                + SHORTEST
                + " and 1 thread.");
      }
    }

    /** A node of its own name, 10 seconds, and a thread for each processor, at least 2. */
    public static Options defaults() {
      return new Options(
          ProcessHandle.current().pid() + "-" + UUID.randomUUID(),
          Duration.ofSeconds(10),
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          status -> {});
    }
  }

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LOOK_HERE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Engine engine;
  private final List<Replica> replicas;
  private final Map<String, Node> nodes = new LinkedHashMap<>();

  /**
   * Subscriptions to the log of {@code store}; {@link #start} sets them going.
   *
   * @param replicas the views that are read elsewhere
   */
  public Subscriptions(
      Store store,
      EventTypes types,
      InstantSource clock,
      List<Placed> placed,
      List<Replica> replicas,
      Options options) {
    engine = new Engine(store, types, clock, options.listener, options.term, options.threads);
    this.replicas = List.copyOf(replicas);
    replicas.forEach(engine.live()::add);
    Map<Store, List<Subscription>> byStore = new LinkedHashMap<>();
    placed.forEach(
        each ->
            byStore.computeIfAbsent(each.store, key -> new ArrayList<>()).add(each.subscription));
    byStore.forEach(
        (at, subscriptions) -> {
          Node node = new Node(engine, options.node, at, subscriptions, options.term);
          engine.add(node);
          subscriptions.forEach(each -> nodes.put(each.name(), node));
        });
  }

  /** Sets them going; without any, no thread is started. */
  public void start() {
    engine.start();
  }

  /** Says that the log has grown to a position. */
  public void appended(long position) {
    engine.appended(position);
  }

  /**
   * The answers of a query, a new one whenever these views have changed; see {@code Cqrs.follow}.
   *
   * @param answer computes one; empty when there can be no further one
   * @param views the names of the views that it is computed from; none means all
   */
  public <R> Flow.Publisher<R> follow(Supplier<Optional<R>> answer, List<String> views) {
    return new LiveQuery<>(engine.live(), answer, List.copyOf(views));
  }

  /** Which build of a view is to be read; 1 when it does not follow. */
  public int build(String view) {
    Node node = nodes.get(view);
    return node == null ? 1 : node.shown(view);
  }

  /** How every part of every build stands, on whichever node. */
  public List<SubscriptionStatus> statuses() {
    List<SubscriptionStatus> all = new ArrayList<>();
    for (Node node : engine.nodes()) {
      for (Reader reader : node.store().subscriptions().roster().readers()) {
        if (node.subscription(reader.subscription()) != null) {
          all.add(node.status(reader));
        }
      }
    }
    return all;
  }

  /** How the parts of one subscription stand, of every build. */
  public List<SubscriptionStatus> statuses(String subscription) {
    node(subscription);
    return statuses().stream().filter(each -> each.subscription().equals(subscription)).toList();
  }

  /** Has a subscription stand still on every node, after the page in hand. */
  public void pause(String subscription) {
    Node node = node(subscription);
    node.store().subscriptions().pause(subscription, true);
    changed(node);
  }

  /** Has a subscription go on that was paused or has failed. */
  public void resume(String subscription) {
    Node node = node(subscription);
    node.store().subscriptions().pause(subscription, false);
    for (Reader each : node.store().subscriptions().roster().readers()) {
      if (each.subscription().equals(subscription)
          && node.status(each).state() == SubscriptionState.FAILED) {
        // A new epoch: whoever takes it begins without its failures.
        node.store().subscriptions().reset(each, each.position());
      }
    }
    changed(node);
  }

  /**
   * Sets a subscription to a position, from which it handles events anew or behind which it leaves
   * some out.
   *
   * @throws ConfigurationException for a view, which would count events twice or not at all; {@link
   *     #rebuild} it instead
   */
  public void reset(String subscription, long position) {
    Node node = node(subscription);
    if (definition(subscription).isView()) {
      throw new ConfigurationException(
          "Subscription '"
              + subscription
              + "' keeps documents, which would not fit another position; rebuild it instead.");
    }
    if (position < 0 || position > engine.log().head()) {
      throw new IllegalArgumentException(
          "Position " + position + " is not in the log; its head is " + engine.log().head() + ".");
    }
    for (Reader each : node.store().subscriptions().roster().readers()) {
      if (each.subscription().equals(subscription) && each.active()) {
        node.store().subscriptions().reset(each, position);
      }
    }
    changed(node);
  }

  /**
   * Builds the documents of a subscription anew from its start, beside what is there; they take
   * over by themselves when they have come as far.
   *
   * @throws ConfigurationException when it keeps none
   */
  public Rebuild rebuild(String subscription) {
    Node node = node(subscription);
    if (!definition(subscription).isView()) {
      throw new ConfigurationException(
          "Subscription '"
              + subscription
              + "' keeps no documents that could be built anew; reset it instead.");
    }
    int build = node.rebuild(definition(subscription));
    engine.tellOthers();
    return new Rebuild(engine, node, subscription, build);
  }

  /** The build that is under way, from this node or another; null when there is none. */
  public @Nullable Rebuild building(String subscription) {
    Node node = node(subscription);
    int build = node.building(definition(subscription));
    return build == 0 ? null : new Rebuild(engine, node, subscription, build);
  }

  /**
   * Drops the documents and checkpoints of every build that another one has taken over from. Waits
   * until the nodes have let go of them, which they do by themselves soon after.
   *
   * @throws IllegalStateException when a node goes on running one, as those of an older version do;
   *     nothing is dropped then
   */
  public void dropOldBuilds(String subscription) {
    node(subscription).dropOldBuilds(definition(subscription));
  }

  /** What a subscription has put aside, in the order of the log. */
  public List<DeadLetter> deadLetters(String subscription) {
    DocumentStore documents = node(subscription).documents();
    try (Stream<Versioned<DeadLetter>> found =
        documents.findBy(DeadLetter.TYPE, DeadLetter.BY_SUBSCRIPTION, subscription)) {
      return found.map(Versioned::document).toList();
    }
  }

  /**
   * Has a dead letter handled again, with those that wait behind it. It is done by the node that
   * runs the subscription, soon; what fails again is a dead letter again.
   */
  public void replay(DeadLetter letter) {
    List<DeadLetter> behind =
        deadLetters(letter.subscription()).stream()
            .filter(each -> each.reader().equals(letter.reader()))
            .filter(each -> each.key().equals(letter.key()))
            .filter(each -> each.position() >= letter.position())
            .toList();
    want(letter, behind, DeadLetter.Wanted.REPLAYED);
  }

  /** Forgets a dead letter; those that wait behind it stay until they are replayed. */
  public void discard(DeadLetter letter) {
    want(letter, List.of(letter), DeadLetter.Wanted.DISCARDED);
  }

  private void want(DeadLetter letter, List<DeadLetter> all, DeadLetter.Wanted wanted) {
    Node node = node(letter.subscription());
    node.documents()
        .write(
            to -> {
              for (DeadLetter each : all) {
                if (to.find(DeadLetter.TYPE, each.id()) != null) {
                  to.put(
                      DeadLetter.TYPE,
                      each.id(),
                      new Versioned<>(each.wanting(wanted), each.position()));
                }
              }
            });
    node.lookAtLetters(letter);
  }

  /**
   * Waits until views have reached a position; what works outside of a transaction, a mailer or a
   * relay, is no view.
   *
   * @param views their names; every view when there are none; one that does not follow is inline or
   *     computed, and is always there
   * @throws ViewNotReachedException when one has not in time
   * @throws ViewFailedException when one has stopped before it
   */
  public void await(Set<String> views, long position, Duration timeout) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    for (String name : nodes.keySet()) {
      if (views.isEmpty() ? definition(name).transactional != null : views.contains(name)) {
        await(name, position, deadline, timeout);
      }
    }
    for (Replica replica : replicas) {
      if (views.isEmpty() || views.contains(replica.name)) {
        await(replica, position, deadline, timeout);
      }
    }
  }

  /** The same for one, whatever it is. */
  public void await(String name, long position, Duration timeout) {
    await(Set.of(name), position, timeout);
  }

  private void await(String name, long position, long deadline, Duration timeout) {
    Node node = node(name);
    Progress.Goal goal = () -> node.hasReached(name, position) || isOver(node, name);
    boolean here = node.runners(name) != null;
    awaitGoal(name, goal, deadline, here ? LOOK_HERE_NANOS : LOOK_NANOS);
    if (node.hasReached(name, position)) {
      return;
    }
    node.failure(name)
        .ifPresent(
            failure -> {
              throw new ViewFailedException(name, node.reached(name), failure);
            });
    if (engine.isClosed()) {
      throw closed(name, node.reached(name));
    }
    throw new ViewNotReachedException(name, position, node.reached(name), timeout);
  }

  private boolean isOver(Node node, String name) {
    return engine.isClosed() || node.failure(name).isPresent();
  }

  private void await(Replica replica, long position, long deadline, Duration timeout) {
    DocumentStore documents = replica.documents;
    String owner = Reader.built(replica.name, build(replica.name));
    awaitGoal(
        replica.name,
        () -> engine.isClosed() || documents.checkpoint(owner) >= position,
        deadline,
        LOOK_NANOS);
    long reached = documents.checkpoint(owner);
    if (reached < position) {
      throw engine.isClosed()
          ? closed(replica.name, reached)
          : new ViewNotReachedException(replica.name, position, reached, timeout);
    }
  }

  private static IllegalStateException closed(String view, long reached) {
    return new IllegalStateException(
        "This Cqrs is closed; view '" + view + "' stays at position " + reached + ".");
  }

  private void awaitGoal(String name, Progress.Goal goal, long deadline, long lookNanos) {
    try {
      engine.progress().await(goal, deadline - System.nanoTime(), lookNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CqrsException("Interrupted while waiting for view '" + name + "'.", e);
    }
  }

  private void changed(Node node) {
    node.refresh();
    engine.tellOthers();
  }

  private Subscription definition(String subscription) {
    return Objects.requireNonNull(node(subscription).subscription(subscription));
  }

  private Node node(String subscription) {
    Node node = nodes.get(subscription);
    if (node == null) {
      throw new ConfigurationException(
          "Nothing follows the log under the name '"
              + subscription
              + "'; those that do are "
              + nodes.keySet()
              + ".");
    }
    return node;
  }

  /** The kinds of documents that a storage needs where subscriptions write. */
  public static List<DocumentType<?, ?>> documents() {
    return List.of(DeadLetter.TYPE);
  }

  /** Lets the pages in hand finish, and stops. */
  @Override
  public void close() {
    engine.close();
  }
}
