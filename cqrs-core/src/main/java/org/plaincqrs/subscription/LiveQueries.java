package org.plaincqrs.subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.plaincqrs.storage.Reader;

/**
 * Those who follow the answers of queries in this process. What moves here wakes them; views that
 * others run, or that are read from a replica, are looked at while they are behind the log.
 */
final class LiveQueries {
  private static final long SHORTEST_LOOK_NANOS = Duration.ofMillis(10).toNanos();
  private static final long LONGEST_LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final Engine engine;
  private final ExecutorService threads;
  private final List<Subscriptions.Replica> replicas = new ArrayList<>();
  private final Set<Answers<?>> followed = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> elsewhere = new ConcurrentHashMap<>();
  private final AtomicLong commits = new AtomicLong();
  private final AtomicBoolean telling = new AtomicBoolean();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile boolean closed;
  private volatile long lookNanos = SHORTEST_LOOK_NANOS;

  LiveQueries(Engine engine, ExecutorService threads) {
    this.engine = engine;
    this.threads = threads;
  }

  void add(Subscriptions.Replica replica) {
    replicas.add(replica);
  }

  boolean isEmpty() {
    return followed.isEmpty();
  }

  /** False when this is closed. */
  boolean add(Answers<?> answers) {
    followed.add(answers);
    if (closed) {
      followed.remove(answers);
      return false;
    }
    engine.startLooking();
    // A view of another node may be behind already.
    moved();
    return true;
  }

  void remove(Answers<?> answers) {
    followed.remove(answers);
  }

  void execute(Answers<?> answers) {
    try {
      threads.execute(answers);
    } catch (RejectedExecutionException e) {
      // Closed: what is left is its end, and that is short.
      answers.run();
    }
  }

  /** Something was committed here; costs next to nothing when nobody follows. */
  void committed() {
    if (!followed.isEmpty()) {
      commits.incrementAndGet();
      moved();
    }
  }

  /** A view or the log has moved. */
  void moved() {
    if (!followed.isEmpty() && !telling.get() && telling.compareAndSet(false, true)) {
      try {
        threads.execute(this::tell);
      } catch (RejectedExecutionException e) {
        // Closed.
      }
    }
  }

  private void tell() {
    telling.set(false);
    Map<List<String>, List<Long>> states = new HashMap<>();
    followed.forEach(each -> each.moved(states.computeIfAbsent(each.views(), this::state)));
    lookNanos = SHORTEST_LOOK_NANOS;
    lookSoon();
  }

  /** Looks at what this process does not move itself, if there is such. */
  private void lookSoon() {
    boolean others = !replicas.isEmpty() || engine.nodes().stream().anyMatch(Node::dependsOnOthers);
    if (others && !followed.isEmpty() && looking.compareAndSet(false, true)) {
      engine.later(this::look, lookNanos);
    }
  }

  private void look() {
    looking.set(false);
    Map<String, Long> before = Map.copyOf(elsewhere);
    boolean behind = true;
    try {
      behind = lookAround();
    } catch (RuntimeException e) {
      Quietly.warn("Could not look how far the views of other nodes are; it is tried again", e);
    }
    if (!elsewhere.equals(before)) {
      moved();
    } else if (behind) {
      lookNanos = Math.min(2 * lookNanos, LONGEST_LOOK_NANOS);
      lookSoon();
    }
  }

  /** True when something is behind the log. */
  private boolean lookAround() {
    boolean behind = false;
    for (Node node : engine.nodes()) {
      behind |= node.lookAtOthers(elsewhere);
    }
    for (Subscriptions.Replica each : replicas) {
      long reached = each.documents().checkpoint(owner(each));
      elsewhere.put(key(each), reached);
      behind |= reached < engine.head();
    }
    return behind;
  }

  /**
   * What changes whenever one of these views, or of all, has: equal states have seen the same.
   *
   * @param views their names; none means all, and the log
   */
  List<Long> state(List<String> views) {
    List<Long> state = new ArrayList<>();
    if (views.isEmpty() || !views.stream().allMatch(this::isFollowing)) {
      state.add(commits.get());
      state.add(engine.head());
    }
    for (Node node : engine.nodes()) {
      node.addState(views, elsewhere, state);
    }
    for (Subscriptions.Replica each : replicas) {
      if (views.isEmpty() || views.contains(each.name())) {
        state.add(elsewhere.getOrDefault(key(each), 0L));
      }
    }
    return state;
  }

  private boolean isFollowing(String view) {
    return engine.nodes().stream().anyMatch(node -> node.subscription(view) != null);
  }

  private String owner(Subscriptions.Replica replica) {
    return engine.nodes().stream()
        .filter(node -> node.subscription(replica.name()) != null)
        .map(node -> Reader.built(replica.name(), node.shown(replica.name())))
        .findFirst()
        .orElse(replica.name());
  }

  private static String key(Subscriptions.Replica replica) {
    return "replica of " + replica.name();
  }

  /** Completes all of them; who is amid an answer gets that first. */
  void close() {
    closed = true;
    followed.forEach(Answers::end);
  }
}
