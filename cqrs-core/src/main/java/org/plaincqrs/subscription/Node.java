package org.plaincqrs.subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Roster;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.SubscriptionStore;

/**
 * This process among those that share a storage: says that it is alive, takes its even share of the
 * readers, and gives up what is more. Every node does the same by the same roster; where two
 * disagree for a moment, the claim decides.
 */
final class Node {
  /** Of a roster that was not read, or not to the end: it is read with the next look. */
  private static final long UNKNOWN = -1;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Engine engine;
  private final String name;
  private final Store store;
  private final SubscriptionStore readers;
  private final Map<String, Subscription> subscriptions;
  private final Duration term;
  private final Map<String, Runner> runners = new ConcurrentHashMap<>();
  private final Set<String> prepared = new HashSet<>();
  private final Map<String, String> reported = new HashMap<>();
  private volatile Map<String, Integer> shown = Map.of();
  private volatile Roster roster = new Roster(Map.of(), List.of());
  private volatile long sureUntil;
  private volatile long generation = UNKNOWN;

  Node(Engine engine, String name, Store store, List<Subscription> all, Duration term) {
    this.engine = engine;
    this.name = name;
    this.store = store;
    this.term = term;
    readers = store.subscriptions();
    subscriptions = all.stream().collect(Collectors.toMap(Subscription::name, each -> each));
  }

  DocumentStore documents() {
    return store.documents();
  }

  Store store() {
    return store;
  }

  Collection<Runner> runners() {
    return runners.values();
  }

  @Nullable Subscription subscription(String subscription) {
    return subscriptions.get(subscription);
  }

  Roster roster() {
    return roster;
  }

  /** Whether others share the storage. */
  boolean hasOthers() {
    return roster.nodes().size() > 1;
  }

  /** Whether this node's term is not over, by its own clock, which began it earlier. */
  boolean isSure() {
    return sureUntil - System.nanoTime() > 0;
  }

  /** Says that it is alive. */
  void beat() {
    long now = System.nanoTime();
    Set<String> runs =
        subscriptions.values().stream().map(Subscription::known).collect(Collectors.toSet());
    readers.beat(name, runs, term);
    boolean wasSure = isSure();
    sureUntil = now + term.toNanos();
    if (!wasSure) {
      runners.values().forEach(Runner::wake);
    }
  }

  /** Reads the roster when something has changed since. */
  synchronized boolean refreshFrom(long newGeneration) {
    if (newGeneration == generation) {
      return false;
    }
    refresh();
    return true;
  }

  /** Whether a reader may get free without a word, because the node that runs it dies. */
  boolean dependsOnOthers() {
    return roster.readers().stream().anyMatch(each -> !name.equals(each.node()));
  }

  /** Reads the roster, and does what it asks for. */
  synchronized void refresh() {
    generation = UNKNOWN;
    long seen = readers.generation();
    Roster now = readers.roster();
    if (begin(now)) {
      now = readers.roster();
    }
    look(now);
    balance(now);
    if (takeOver(now)) {
      now = readers.roster();
      look(now);
      balance(now);
    }
    generation = seen;
    engine.moved();
  }

  private void look(Roster now) {
    show(now);
    follow(now);
    roster = now;
  }

  /** Makes the readers of what is new here; true when there was something. */
  private boolean begin(Roster now) {
    boolean changed = false;
    for (Subscription each : subscriptions.values()) {
      Builds builds = Builds.of(now, each.name());
      int active = builds.active();
      if (builds.newest(each.version) == 0 && builds.version(active) < each.version) {
        if (active == 0 || each.isView()) {
          readers.create(parts(each, builds.next(), position(each)));
        } else {
          readers.replace(each.name(), active, parts(each, active, 0));
        }
        changed = true;
      }
    }
    return changed;
  }

  private long position(Subscription subscription) {
    return subscription.start instanceof Start.After after ? after.position() : engine.log().head();
  }

  private static List<Reader> parts(Subscription subscription, int build, long position) {
    List<Reader> made = new ArrayList<>();
    for (int part = 0; part < subscription.parts; part++) {
      made.add(
          Reader.fresh(
              subscription.name(),
              build,
              subscription.version,
              part,
              subscription.parts,
              position));
    }
    return made;
  }

  /** Builds one more of the same version, beside what is there. */
  synchronized int rebuild(Subscription subscription) {
    int build = Builds.of(readers.roster(), subscription.name()).next();
    readers.create(parts(subscription, build, position(subscription)));
    refresh();
    return build;
  }

  /** Which build of each subscription is read here. */
  private void show(Roster now) {
    Map<String, Integer> builds = new HashMap<>();
    for (Subscription each : subscriptions.values()) {
      Builds present = Builds.of(now, each.name());
      int build = present.shown(each.version);
      present.readers(build).forEach(reader -> checkParts(each, reader));
      prepare(each, build);
      builds.put(each.name(), build);
    }
    shown = Map.copyOf(builds);
  }

  private static void checkParts(Subscription subscription, Reader reader) {
    if (reader.version() == subscription.version && reader.parts() != subscription.parts) {
      throw new ConfigurationException(
          "Version "
              + subscription.version
              + " of subscription '"
              + subscription.name()
              + "' runs in "
              + reader.parts()
              + " parts, and not in "
              + subscription.parts
              + "; raise the version to change it.");
    }
  }

  private void prepare(Subscription subscription, int build) {
    String built = Reader.built(subscription.name(), build);
    if (build > 1 && !prepared.contains(built)) {
      for (DocumentType<?, ?> type : subscription.documents) {
        documents().create(type.named(Reader.built(type.name(), build)));
      }
      prepared.add(built);
    }
  }

  /** The build whose views are read here; 1 for what is not known. */
  int shown(String subscription) {
    return shown.getOrDefault(subscription, 1);
  }

  /** Lets go of what others have taken, tells the rest how they stand now. */
  @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // the map is a concurrent one
  private void follow(Roster now) {
    Map<String, Reader> byOwner =
        now.readers().stream().collect(Collectors.toMap(Reader::owner, each -> each));
    for (Runner runner : List.copyOf(runners.values())) {
      Reader reader = byOwner.get(runner.reader().owner());
      if (reader == null || reader.epoch() != runner.reader().epoch()) {
        runners.remove(runner.reader().owner(), runner);
        runner.drop();
      } else if (isMine(reader, now)) {
        runner.seen(reader);
      } else {
        runner.stop();
      }
    }
  }

  /** Whether this node can run a reader, and should. */
  private boolean isMine(Reader reader, Roster now) {
    Subscription subscription = subscriptions.get(reader.subscription());
    return subscription != null
        && Builds.of(now, reader.subscription()).runs(reader, subscription.version);
  }

  /** Takes or gives up readers, of each group that the same nodes can run. */
  private void balance(Roster now) {
    Map<Set<String>, List<Reader>> groups = new HashMap<>();
    for (Reader reader : now.readers()) {
      if (isMine(reader, now)) {
        groups.computeIfAbsent(candidates(reader, now), key -> new ArrayList<>()).add(reader);
      }
    }
    groups.forEach((able, group) -> balance(Share.of(name, able, group), group));
  }

  private Set<String> candidates(Reader reader, Roster now) {
    String known = Subscription.known(reader.subscription(), reader.version());
    Set<String> able = new HashSet<>(Set.of(name));
    now.nodes()
        .forEach(
            (node, runs) -> {
              if (runs.contains(known)) {
                able.add(node);
              }
            });
    return able;
  }

  private void balance(int share, List<Reader> group) {
    int kept = 0;
    for (Reader reader : group) {
      Runner runner = runners.get(reader.owner());
      if (name.equals(reader.node()) && runner == null) {
        readers.release(reader);
      } else if (runner != null && !runner.isStopped() && ++kept > share) {
        runner.stop();
      }
    }
    for (Reader reader : group) {
      if (kept < share && reader.node() == null && !runners.containsKey(reader.owner())) {
        kept += claim(reader) ? 1 : 0;
      }
    }
  }

  private boolean claim(Reader free) {
    Subscription subscription = subscriptions.get(free.subscription());
    if (subscription == null || engine.isClosed()) {
      return false;
    }
    prepare(subscription, free.build());
    return readers
        .claim(free, name)
        .map(
            claimed -> {
              Runner runner = new Runner(engine, this, subscription, claimed);
              runners.put(claimed.owner(), runner);
              runner.wake();
              return true;
            })
        .orElse(false);
  }

  /** Lets builds take over that have seen what the active one has; true when one did. */
  private boolean takeOver(Roster now) {
    boolean changed = false;
    for (Subscription each : subscriptions.values()) {
      Builds builds = Builds.of(now, each.name());
      int building = builds.building(each.version);
      int active = builds.active();
      if (building > 0
          && active > 0
          && reached(builds.readers(building)) >= reached(builds.readers(active))) {
        changed |= readers.activate(each.name(), building, active);
        engine.tellOthers();
      }
    }
    return changed;
  }

  /** How far every one of some readers has come. */
  private long reached(List<Reader> some) {
    return some.stream().mapToLong(this::position).min().orElse(0);
  }

  private long position(Reader reader) {
    Runner runner = runners.get(reader.owner());
    return runner == null || runner.isStopped() ? reader.position() : runner.position();
  }

  /** Whether a build of this node's waits to take over. */
  boolean isBuilding() {
    Roster now = roster;
    return subscriptions.values().stream()
        .anyMatch(each -> Builds.of(now, each.name()).building(each.version) > 0);
  }

  /** The newest build of this node's version that has not taken over; 0 when there is none. */
  int building(Subscription subscription) {
    refresh();
    return Builds.of(roster, subscription.name()).building(subscription.version);
  }

  /** The runners of the shown build, or null when another node runs a part of it. */
  @Nullable List<Runner> runners(String subscription) {
    List<Runner> found = new ArrayList<>();
    for (Reader reader : readers(subscription, shown(subscription))) {
      Runner runner = runners.get(reader.owner());
      if (runner == null || runner.isStopped()) {
        return null;
      }
      found.add(runner);
    }
    return found.isEmpty() ? null : found;
  }

  List<Reader> readers(String subscription, int build) {
    return Builds.of(roster, subscription).readers(build);
  }

  boolean hasReached(String subscription, long position) {
    return reached(subscription) >= position;
  }

  /** How far the shown build has come, in all of its parts. */
  long reached(String subscription) {
    return reached(subscription, shown(subscription));
  }

  long reached(String subscription, int build) {
    return readers(subscription, build).stream()
        .mapToLong(
            each -> {
              Runner runner = runners.get(each.owner());
              return runner == null || runner.isStopped()
                  ? documents().checkpoint(each.owner())
                  : runner.position();
            })
        .min()
        .orElse(0);
  }

  /** Adds what changes whenever the shown build of one of these, or of all, has an effect. */
  void addState(List<String> names, Map<String, Long> elsewhere, List<Long> state) {
    for (Reader each : roster.readers()) {
      if (isShown(each) && (names.isEmpty() || names.contains(each.subscription()))) {
        Runner runner = runners.get(each.owner());
        state.add((long) each.build());
        state.add(runner == null ? each.epoch() : runner.reader().epoch());
        state.add(runner == null ? 0 : runner.effects());
        state.add(runner == null ? elsewhere.getOrDefault(each.owner(), each.position()) : 0);
      }
    }
  }

  /** Reads how far others have come with what they run; true when some of it is behind the log. */
  boolean lookAtOthers(Map<String, Long> elsewhere) {
    boolean behind = false;
    if (dependsOnOthers()) {
      for (Reader each : readers.roster().readers()) {
        if (isShown(each) && !runners.containsKey(each.owner())) {
          elsewhere.put(each.owner(), each.position());
          behind |= each.position() < engine.head();
        }
      }
    }
    return behind;
  }

  private boolean isShown(Reader reader) {
    return subscriptions.containsKey(reader.subscription())
        && shown(reader.subscription()) == reader.build();
  }

  /** Why a part of the shown build has stopped, if one has. */
  Optional<Throwable> failure(String subscription) {
    for (Reader each : readers(subscription, shown(subscription))) {
      Runner runner = runners.get(each.owner());
      if (runner != null && runner.state() == SubscriptionState.FAILED) {
        return Optional.ofNullable(runner.cause());
      }
      if (runner == null && Standing.parse(each.status()).state() == SubscriptionState.FAILED) {
        return Optional.of(new CqrsException("On another node: " + each.status()));
      }
    }
    return Optional.empty();
  }

  /** How a reader stands: as it is here, or as the node that runs it has said. */
  SubscriptionStatus status(Reader reader) {
    Runner runner = runners.get(reader.owner());
    if (runner != null && !runner.isStopped()) {
      return runner.status();
    }
    Standing standing = Standing.parse(reader.status());
    return new SubscriptionStatus(
        reader.subscription(),
        reader.build(),
        reader.version(),
        reader.part(),
        reader.parts(),
        reader.active(),
        reader.paused() ? SubscriptionState.PAUSED : standing.state(),
        standing.cause(),
        reader.node(),
        reader.position(),
        Math.max(0, engine.head() - reader.position()),
        Duration.ZERO,
        0);
  }

  /** Has whoever runs a reader look at its dead letters. */
  void lookAtLetters(DeadLetter letter) {
    Runner runner = runners.get(letter.reader());
    if (runner == null) {
      // Says nothing new, and has other nodes look at the roster.
      boolean paused =
          Builds.of(readers.roster(), letter.subscription()).readers().stream()
              .anyMatch(Reader::paused);
      readers.pause(letter.subscription(), paused);
      engine.tellOthers();
    } else {
      runner.lookAtLetters();
    }
  }

  /** Gives up a build that has not taken over. */
  synchronized void cancel(String subscription, int build) {
    Builds builds = Builds.of(readers.roster(), subscription);
    if (build > builds.active()) {
      drop(subscription, builds, build);
      refresh();
    }
  }

  /** Waits for those who let go of an old build, since another one has just taken over. */
  void dropOldBuilds(Subscription subscription) {
    try {
      long nanos = TimeUnit.NANOSECONDS.convert(term);
      if (!engine.progress().await(() -> dropFreeBuilds(subscription), nanos, LOOK_NANOS)) {
        throw new IllegalStateException(
            "Old builds of '" + subscription.name() + "' are still run; try it again later.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CqrsException(
          "Interrupted before the old builds of '" + subscription.name() + "' were dropped.", e);
    }
  }

  /** Drops all of the old builds, or none as long as somebody still runs one. */
  private synchronized boolean dropFreeBuilds(Subscription subscription) {
    Roster now = readers.roster();
    Builds builds = Builds.of(now, subscription.name());
    List<Reader> run =
        builds
            .old()
            .boxed()
            .flatMap(build -> builds.readers(build).stream())
            .filter(reader -> reader.node() != null)
            .toList();
    run.forEach(reader -> checkLetsGo(reader, builds, now));
    if (run.isEmpty()) {
      builds.old().forEach(build -> drop(subscription.name(), builds, build));
      refresh();
    }
    return run.isEmpty();
  }

  /** Whether the node that runs an old build knows of a newer one of the same version. */
  private static void checkLetsGo(Reader reader, Builds builds, Roster now) {
    String known = Subscription.known(reader.subscription(), reader.version());
    Set<String> runs = now.nodes().getOrDefault(reader.node(), Set.of());
    if (runs.contains(known) && builds.runs(reader, reader.version())) {
      throw new IllegalStateException(
          "Node "
              + reader.node()
              + " still runs build "
              + reader.build()
              + " of '"
              + reader.subscription()
              + "'; stop it first.");
    }
  }

  private void drop(String subscription, Builds builds, int build) {
    readers.remove(subscription, build);
    prepared.remove(Reader.built(subscription, build));
    builds.readers(build).forEach(reader -> Letters.forget(documents(), reader));
    Subscription definition = subscriptions.get(subscription);
    if (definition != null) {
      for (DocumentType<?, ?> type : definition.documents) {
        documents().drop(type.named(Reader.built(type.name(), build)));
      }
    }
  }

  /** A runner has ended its last page. */
  void finished(Runner runner) {
    if (runners.remove(runner.reader().owner(), runner)) {
      List<Checkpoint> moves = new ArrayList<>();
      runner.addUnsaved(moves);
      try {
        documents().advance(moves);
        readers.release(runner.reader());
      } catch (RuntimeException e) {
        Quietly.warn("A reader is not given back; it is tried again while this node lives", e);
        generation = UNKNOWN;
      }
      engine.moved();
    }
  }

  /** Another node has a reader now. */
  void lost(Runner runner) {
    runners.remove(runner.reader().owner(), runner);
    engine.refreshSoon(this);
  }

  /** Saves the positions that moved without an effect. */
  void save() {
    List<Checkpoint> moves = new ArrayList<>();
    runners.values().forEach(each -> each.save(moves));
    if (!moves.isEmpty()) {
      documents().advance(moves);
    }
  }

  /** Leaves word for the other nodes about what has changed. */
  synchronized void report() {
    for (Runner runner : runners.values()) {
      String now = Standing.of(runner.state(), runner.cause()).text();
      String owner = runner.reader().owner();
      if (!now.equals(reported.get(owner)) && readers.report(runner.reader(), now)) {
        reported.put(owner, now);
      }
    }
  }

  /** Goes; what is left of its readers is free. */
  void leave() {
    readers.leave(name);
  }
}
