package org.plaincqrs.subscription;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.Pulse;
import org.plaincqrs.storage.Signals;
import org.plaincqrs.storage.Store;

/**
 * Runs the subscriptions of a process: a few workers that take pages in turn, one thread that says
 * that the node is alive, one that looks for what other processes have done, and, where the storage
 * has signals, one that listens. None of them is started without a subscription.
 */
final class Engine implements AutoCloseable {
  private static final long SHORTEST_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long IDLE_POLL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SAVE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SAVE_ALONE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SEND_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Duration LISTEN = Duration.ofSeconds(30);

  private final Store store;
  private final EventLog log;
  private final EventTypes types;
  private final InstantSource clock;
  private final SubscriptionListener listener;
  private final Duration term;
  private final Tail tail;
  private final Progress progress = new Progress();
  private final List<Node> nodes = new ArrayList<>();
  private final AtomicLong head = new AtomicLong();
  private final AtomicBoolean waking = new AtomicBoolean();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicBoolean listening = new AtomicBoolean();
  private final AtomicBoolean sending = new AtomicBoolean();
  private final ThreadPoolExecutor workers;
  private final ThreadPoolExecutor answering;
  private final LiveQueries live;
  private final ScheduledThreadPoolExecutor timer;
  private final ScheduledThreadPoolExecutor heart;
  private final @Nullable Signals signals;
  private volatile boolean closed;
  private long pollNanos = SHORTEST_POLL_NANOS;

  Engine(
      Store store,
      EventTypes types,
      InstantSource clock,
      SubscriptionListener listener,
      Duration term,
      int threads) {
    this.store = store;
    log = store.log();
    this.types = types;
    this.clock = clock;
    this.listener = listener;
    this.term = term;
    tail = new Tail(log);
    signals = store.signals();
    workers = Threads.pool(threads, "worker");
    answering = Threads.pool(threads, "query");
    live = new LiveQueries(this, answering);
    timer = Threads.scheduler("timer");
    heart = Threads.scheduler("heartbeat");
  }

  void add(Node node) {
    nodes.add(node);
  }

  /** Takes its share of the readers, and begins. */
  void start() {
    if (nodes.isEmpty()) {
      return;
    }
    head.set(log.head());
    for (Node node : nodes) {
      node.beat();
      node.refresh();
    }
    long beat = term.toNanos() / 3;
    Future<?> unused = heart.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.NANOSECONDS);
    later(this::save, SAVE_NANOS);
    startLooking();
  }

  /** Looks for what other processes do, from now on, unless it does already. */
  void startLooking() {
    if (looking.compareAndSet(false, true)) {
      later(this::poll, SHORTEST_POLL_NANOS);
      if (signals != null && listening.compareAndSet(false, true)) {
        Threads.named("listener").newThread(() -> listen(signals)).start();
      }
    }
  }

  EventLog log() {
    return log;
  }

  EventTypes types() {
    return types;
  }

  Tail tail() {
    return tail;
  }

  Instant now() {
    return clock.instant();
  }

  /** The last position of the log that is known here. */
  long head() {
    return head.get();
  }

  boolean isClosed() {
    return closed;
  }

  Progress progress() {
    return progress;
  }

  LiveQueries live() {
    return live;
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Something was committed here; costs next to nothing. */
  void appended(long position) {
    if (nodes.isEmpty() && signals == null && live.isEmpty()) {
      return;
    }
    if (head.get() < position) {
      head.accumulateAndGet(position, Math::max);
      wake();
    }
    live.committed();
    tellOthers();
  }

  /** Something has changed that other processes should look at. */
  void tellOthers() {
    if (signals != null && !sending.get() && sending.compareAndSet(false, true)) {
      tell(signals);
    }
  }

  private void tell(Signals to) {
    later(
        () -> {
          sending.set(false);
          if (nodes.isEmpty() || nodes.stream().anyMatch(Node::hasOthers)) {
            guarded("tell other processes of a commit", to::send);
          }
        },
        SEND_NANOS);
  }

  private void wake() {
    if (!nodes.isEmpty() && !waking.get() && waking.compareAndSet(false, true)) {
      execute(
          () -> {
            waking.set(false);
            nodes.forEach(node -> node.runners().forEach(Runner::wake));
          });
    }
  }

  void execute(Runnable work) {
    try {
      workers.execute(work);
    } catch (RejectedExecutionException e) {
      // Closed: what is not done now is done after the next start.
    }
  }

  void later(Runnable work, long nanos) {
    try {
      Future<?> unused = timer.schedule(work, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed: whoever waits looks by himself.
    }
  }

  void refreshSoon(Node node) {
    later(() -> guarded("read who runs what", node::refresh), 0);
  }

  /** A position has moved, or a state changed. */
  void moved() {
    progress.changed();
    live.moved();
  }

  void changed(Runner runner) {
    progress.changed();
    try {
      listener.changed(runner.status());
    } catch (RuntimeException | Error e) {
      Quietly.warn("A listener of subscriptions failed", e);
    }
  }

  private void beat() {
    for (Node node : nodes) {
      guarded("say that this node is alive", node::beat);
      if (node.dependsOnOthers()) {
        refreshSoon(node);
      }
    }
  }

  private void poll() {
    boolean changed = guarded("look for new events", this::lookAtLog);
    for (Node node : nodes) {
      if (node.store() != store) {
        changed |= guarded("look for other nodes", () -> lookAt(node));
      }
      if (node.isBuilding()) {
        changed |= guarded("look after a build", () -> refresh(node));
      }
    }
    pollNanos = changed ? SHORTEST_POLL_NANOS : Math.min(pollNanos * 2, idleNanos());
    if (nodes.isEmpty() && live.isEmpty()) {
      looking.set(false);
      if (live.isEmpty() || !looking.compareAndSet(false, true)) {
        return;
      }
    }
    later(this::poll, pollNanos);
  }

  /** One look at a second, whatever the number of storages. */
  private long idleNanos() {
    return IDLE_POLL_NANOS
        * (nodes.stream().anyMatch(node -> node.store() == store)
            ? nodes.size()
            : nodes.size() + 1);
  }

  private boolean lookAtLog() {
    Pulse now = store.pulse();
    boolean changed = head.get() < now.head();
    if (changed) {
      head.accumulateAndGet(now.head(), Math::max);
      wake();
      live.moved();
    }
    for (Node node : nodes) {
      if (node.store() == store) {
        changed |= node.refreshFrom(now.generation());
      }
    }
    return changed;
  }

  private static boolean lookAt(Node node) {
    return node.refreshFrom(node.store().subscriptions().generation());
  }

  private static boolean refresh(Node node) {
    node.refresh();
    return true;
  }

  private void save() {
    for (Node node : nodes) {
      guarded("save positions", node::save);
      guarded("report how subscriptions stand", node::report);
    }
    boolean others = nodes.stream().anyMatch(Node::hasOthers);
    later(this::save, others ? SAVE_NANOS : SAVE_ALONE_NANOS);
  }

  private void listen(Signals to) {
    while (!closed) {
      try {
        if (to.await(LISTEN) && !closed) {
          later(() -> guarded("look for new events", this::lookAtLog), 0);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        Quietly.warn("Could not listen for other processes; they are asked from time to time", e);
        return;
      }
    }
  }

  private interface Looking {
    boolean look();
  }

  private boolean guarded(String what, Looking work) {
    try {
      return !closed && work.look();
    } catch (RuntimeException | Error e) {
      if (!closed) {
        Quietly.warn("Could not " + what + "; it is tried again", e);
      }
      return false;
    }
  }

  private void guarded(String what, Runnable work) {
    guarded(
        what,
        () -> {
          work.run();
          return true;
        });
  }

  /**
   * Lets the pages in hand finish, gives back what it runs, and stops. Nobody is interrupted in
   * time, whether the caller is or not: some drivers close their file then.
   */
  @Override
  public void close() {
    closed = true;
    progress.changed();
    live.close();
    boolean interrupted = Thread.interrupted();
    interrupted |= !Threads.ended(answering, "a query that is followed");
    interrupted |= !Threads.ended(timer, "a look at other processes");
    nodes.forEach(node -> node.runners().forEach(Runner::stop));
    interrupted |= !Threads.ended(workers, "a subscription");
    for (Node node : nodes) {
      try {
        node.runners().forEach(node::finished);
        node.leave();
      } catch (RuntimeException e) {
        Quietly.warn("This node can't say that it goes; its term ends by itself", e);
      }
    }
    interrupted |= !Threads.ended(heart, "a heartbeat");
    if (signals != null) {
      close(signals);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(Signals to) {
    try {
      if (!nodes.isEmpty()) {
        to.send();
      }
      to.close();
    } catch (RuntimeException e) {
      Quietly.warn("Could not stop listening", e);
    }
  }
}
