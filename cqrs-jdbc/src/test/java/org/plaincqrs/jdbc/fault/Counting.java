package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.event.EventName;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Versioned;
import org.plaincqrs.subscription.Subscriptions;

/**
 * An application whose view tells by its digests whether every event of the log came to it once and
 * in order: it is compared with a fold of the log.
 */
final class Counting {
  /** What is recorded. */
  sealed interface Event {}

  /** The usual one. */
  @EventName("counted")
  record Counted(String key) implements Event {}

  /** One that is rare among the others. */
  @EventName("rare")
  record Rare(int number) implements Event {}

  /** Counts keys up, in streams of the same names, all in one commit. */
  record Count(UUID id, List<String> keys) implements ICommand<@Nullable Void> {
    Count(String... keys) {
      this(UUID.randomUUID(), List.of(keys));
    }

    Count(List<String> keys) {
      this(UUID.randomUUID(), keys);
    }
  }

  /** Records a rare event. */
  record Mark(UUID id, int number) implements ICommand<@Nullable Void> {
    Mark(int number) {
      this(UUID.randomUUID(), number);
    }
  }

  /** How often a key was counted, and by which events, in order. */
  record Tally(String key, long count, long digest) {
    static Tally plus(@Nullable Tally before, RecordedEvent event) {
      return before == null
          ? new Tally(Counting.key(event), 1, event.position())
          : new Tally(before.key, before.count + 1, before.digest * 31 + event.position());
    }
  }

  static final String VIEW = "tallies";
  static final DocumentType<Tally, String> TALLIES =
      DocumentType.of(VIEW, Tally.class, String.class);
  static final EventTypes EVENTS = EventTypes.of(Event.class);
  static final Duration SOON = Duration.ofSeconds(60);

  private static final int PAGE = 1_000;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Counting() {}

  static StorageModel model() {
    return new StorageModel(EVENTS, List.of(TALLIES), List.of(), Clock.systemUTC());
  }

  static CqrsBuilder on(Storage storage, String node, Duration term) {
    return Cqrs.on(storage)
        .events(Event.class)
        .subscriptions(new Subscriptions.Options(node, term, 4, status -> {}))
        .execute(
            Count.class,
            (count, work) -> count.keys().forEach(key -> work.append(key, new Counted(key))))
        .execute(Mark.class, (mark, work) -> work.append("rare", new Rare(mark.number())));
  }

  /** A node that only sends commands. */
  static Cqrs writer(Storage storage) {
    return on(storage, "writer", Duration.ofSeconds(10)).build();
  }

  static Projection.Builder<Tally, String> view() {
    return view(Tally::plus);
  }

  static Projection.Builder<Tally, String> view(Projection.Change<Tally, RecordedEvent> change) {
    return Projection.into(TALLIES).onRecorded(Counted.class, Counting::key, change);
  }

  static String key(RecordedEvent event) {
    return event.payload() instanceof Counted counted ? counted.key() : "";
  }

  /** What the view must be. */
  static Set<Tally> fold(EventLog log) {
    Map<String, Tally> tallies = new HashMap<>();
    EventPage page = EventLog.emptyPage(0);
    do {
      page = log.read(EventQuery.types(Set.of("counted")), page.through(), PAGE);
      for (RecordedEvent event : page.events()) {
        tallies.compute(key(event), (key, before) -> Tally.plus(before, event));
      }
    } while (page.more());
    return Set.copyOf(tallies.values());
  }

  /** What the first build of the view is. */
  static Set<Tally> shown(Store store) {
    return shown(store, 1);
  }

  static Set<Tally> shown(Store store, int build) {
    DocumentType<Tally, String> rows = TALLIES.named(Reader.built(VIEW, build));
    store.documents().create(rows);
    try (Stream<Versioned<Tally>> all = store.documents().all(rows)) {
      return all.map(Versioned::document).collect(Collectors.toSet());
    }
  }

  /** What a node's view is, of the build that counts. */
  static Set<Tally> shown(Cqrs cqrs, Projection<Tally, String> view) {
    try (Stream<Tally> all = cqrs.view(view).all()) {
      return all.collect(Collectors.toSet());
    }
  }

  /** How many threads of nodes there are in this JVM. */
  static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().startsWith("cqrs-"))
        .count();
  }

  /** Looks again and again until it holds. */
  static void await(Supplier<String> what, BooleanSupplier goal) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!goal.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
