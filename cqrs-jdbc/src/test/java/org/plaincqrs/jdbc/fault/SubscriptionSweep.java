package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.jdbc.fault.Bench.Inline;
import org.plaincqrs.jdbc.fault.FaultSweepTest.Case;
import org.plaincqrs.jdbc.fault.FaultSweepTest.Operation;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Roster;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.SubscriptionStore;
import org.plaincqrs.storage.Versioned;

/** The operations on subscriptions and on rooms for documents, for {@link FaultSweepTest}. */
final class SubscriptionSweep {
  private static final Duration TERM = Duration.ofMinutes(5);

  /** What a store says about one subscription and node, that only this case uses. */
  private record State(List<Reader> readers, boolean alive, long generation) {
    Reader first() {
      return readers.get(0);
    }
  }

  /** What an operation does, and what then is so. */
  private record Change(Function<Store, @Nullable Object> run, Consumer<State> done) {}

  /** One case: two builds of a subscription, the first of which a node has claimed. */
  private static final class Scene {
    private final SubscriptionStore healthy;
    private final Store store;
    private final String name;
    private final String node;
    private final Reader held;

    private Scene(Bench bench) {
      healthy = bench.healthy.subscriptions();
      store = bench.open();
      name = bench.name("subscription ");
      node = bench.name("node ");
      healthy.create(List.of(fresh(1), fresh(2)));
      healthy.beat(node, Set.of("view 1"), TERM);
      held = healthy.claim(state().first(), node).orElseThrow();
    }

    private Reader fresh(int build) {
      return Reader.fresh(name, build, 1, 0, 1, 0);
    }

    private State state() {
      return stateOf(name, node);
    }

    private State stateOf(String subscription, String someNode) {
      Roster roster = healthy.roster();
      return new State(
          roster.readers().stream()
              .filter(each -> each.subscription().equals(subscription))
              .toList(),
          roster.nodes().containsKey(someNode),
          healthy.generation());
    }
  }

  private SubscriptionSweep() {}

  static List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    operations.add(of("create readers", true, SubscriptionSweep::create));
    operations.add(of("claim", false, SubscriptionSweep::claim));
    operations.add(of("release", true, SubscriptionSweep::release));
    operations.add(of("report", false, SubscriptionSweep::report));
    operations.add(of("pause", true, SubscriptionSweep::pause));
    operations.add(of("reset", true, SubscriptionSweep::reset));
    operations.add(of("activate", true, SubscriptionSweep::activate));
    operations.add(of("replace", true, SubscriptionSweep::replace));
    operations.add(of("remove", true, SubscriptionSweep::remove));
    operations.add(of("come back", true, SubscriptionSweep::comeBack));
    operations.add(of("leave", true, SubscriptionSweep::leave));
    operations.add(of("advance several", false, SubscriptionSweep::advance));
    operations.add(new Operation("beat", Inline.NONE, SubscriptionSweep::beat));
    operations.add(new Operation("make room", Inline.NONE, SubscriptionSweep::makeRoom));
    operations.add(new Operation("drop room", Inline.NONE, SubscriptionSweep::dropRoom));
    return operations;
  }

  private static Operation of(String name, boolean notable, Function<Scene, Change> change) {
    return new Operation(name, Inline.NONE, bench -> changing(bench, notable, change));
  }

  private static Case changing(Bench bench, boolean notable, Function<Scene, Change> make) {
    Scene scene = new Scene(bench);
    Change change = make.apply(scene);
    State before = scene.state();
    return new Case(
        false,
        () -> change.run.apply(scene.store),
        (result, failure) -> {
          State after = scene.state();
          boolean done = !after.readers.equals(before.readers) || after.alive != before.alive;
          if (failure == null || (FaultSweepTest.mayBeDone(failure) && done)) {
            change.done.accept(after);
          } else {
            assertThat(done).as("done in spite of " + failure).isFalse();
          }
          assertThat(after.generation - before.generation)
              .as("generation")
              .isEqualTo(done && notable ? 1 : 0);
        });
  }

  private static Change create(Scene scene) {
    List<Reader> parts =
        Stream.of(0, 1).map(part -> Reader.fresh(scene.name, 3, 1, part, 2, 7)).toList();
    return new Change(
        store -> {
          store.subscriptions().create(parts);
          return null;
        },
        after -> assertThat(after.readers).hasSize(4).containsAll(parts));
  }

  private static Change claim(Scene scene) {
    scene.healthy.release(scene.held);
    Reader seen = scene.state().first();
    return new Change(
        store -> store.subscriptions().claim(seen, scene.node).orElseThrow(),
        after -> {
          assertThat(after.first().epoch()).isEqualTo(2);
          assertThat(after.first().node()).isEqualTo(scene.node);
        });
  }

  private static Change release(Scene scene) {
    return new Change(
        store -> {
          store.subscriptions().release(scene.held);
          return null;
        },
        after -> assertThat(after.first().node()).isNull());
  }

  private static Change report(Scene scene) {
    return new Change(
        store -> store.subscriptions().report(scene.held, "live \0 \ud800"),
        after -> assertThat(after.first().status()).isEqualTo("live \ufffd \ufffd"));
  }

  private static Change pause(Scene scene) {
    return new Change(
        store -> {
          store.subscriptions().pause(scene.name, true);
          return null;
        },
        after -> assertThat(after.readers).hasSize(2).allMatch(Reader::paused));
  }

  private static Change reset(Scene scene) {
    return new Change(
        store -> {
          store.subscriptions().reset(scene.held, 3);
          return null;
        },
        after -> {
          assertThat(after.first().position()).isEqualTo(3);
          assertThat(after.first().epoch()).isEqualTo(2);
          assertThat(after.first().node()).isNull();
        });
  }

  private static Change activate(Scene scene) {
    return new Change(
        store -> store.subscriptions().activate(scene.name, 2, 1),
        after -> assertThat(after.readers).extracting(Reader::active).containsExactly(false, true));
  }

  private static Change replace(Scene scene) {
    List<Reader> parts =
        Stream.of(0, 1).map(part -> Reader.fresh(scene.name, 1, 2, part, 2, 0)).toList();
    return new Change(
        store -> store.subscriptions().replace(scene.name, 1, parts),
        after -> {
          assertThat(after.readers).extracting(Reader::version).containsExactly(2, 2, 1);
          assertThat(after.readers).extracting(Reader::epoch).containsExactly(2L, 2L, 0L);
          assertThat(after.first().node()).isNull();
        });
  }

  private static Change remove(Scene scene) {
    return new Change(
        store -> {
          store.subscriptions().remove(scene.name, 1);
          return null;
        },
        after -> assertThat(after.readers).containsExactly(scene.fresh(2)));
  }

  private static Change comeBack(Scene scene) {
    scene.healthy.release(scene.held);
    scene.healthy.leave(scene.node);
    return new Change(
        store -> {
          store.subscriptions().beat(scene.node, Set.of("view 2"), TERM);
          return null;
        },
        after -> assertThat(after.alive).isTrue());
  }

  private static Change leave(Scene scene) {
    return new Change(
        store -> {
          store.subscriptions().leave(scene.node);
          return null;
        },
        after -> {
          assertThat(after.alive).isFalse();
          assertThat(after.first().node()).isNull();
        });
  }

  private static Change advance(Scene scene) {
    List<Checkpoint> moves =
        List.of(
            new Checkpoint(scene.held.owner(), 0, 4, scene.held.epoch()),
            new Checkpoint(scene.fresh(2).owner(), 0, 5));
    return new Change(
        store -> {
          store.documents().advance(moves);
          return null;
        },
        after -> assertThat(after.readers).extracting(Reader::position).containsExactly(4L, 5L));
  }

  /** It changes nothing that could be looked at, so it only must not kill. */
  private static Case beat(Bench bench) {
    Scene scene = new Scene(bench);
    long before = scene.healthy.generation();
    return new Case(
        false,
        () -> {
          scene.store.subscriptions().beat(scene.node, Set.of("view 1"), TERM);
          return null;
        },
        (result, failure) -> {
          if (failure != null) {
            FaultSweepTest.mayBeDone(failure);
          }
          assertThat(scene.state().alive).isTrue();
          assertThat(scene.healthy.generation()).isEqualTo(before);
        });
  }

  private static Case makeRoom(Bench bench) {
    Store store = bench.open();
    DocumentType<Work.Counter, String> type = Work.COUNTERS.named(bench.name("made "));
    return new Case(
        false,
        () -> {
          store.documents().create(type);
          return null;
        },
        (result, failure) -> {
          checkIsAnswer(failure);
          if (failure == null) {
            assertThat(store.documents().count(type)).isZero();
          }
          bench.healthy.documents().create(type);
          put(bench.healthy, type);
          assertThat(bench.healthy.documents().findBy(type, Work.BY_COUNT, 3L)).hasSize(1);
          bench.healthy.documents().drop(type);
        });
  }

  private static Case dropRoom(Bench bench) {
    Store store = bench.open();
    DocumentType<Work.Counter, String> type = Work.COUNTERS.named(bench.name("dropped "));
    bench.healthy.documents().create(type);
    put(bench.healthy, type);
    return new Case(
        false,
        () -> {
          store.documents().drop(type);
          return null;
        },
        (result, failure) -> {
          checkIsAnswer(failure);
          if (failure != null) {
            bench.healthy.documents().drop(type);
          }
          bench.healthy.documents().create(type);
          assertThat(bench.healthy.documents().count(type)).isZero();
          bench.healthy.documents().drop(type);
        });
  }

  private static void checkIsAnswer(@Nullable Throwable failure) {
    if (failure != null) {
      assertThat(failure).isInstanceOf(CqrsException.class);
    }
  }

  private static void put(Store store, DocumentType<Work.Counter, String> type) {
    store.documents().write(to -> to.put(type, "key", new Versioned<>(new Work.Counter(3), 1)));
  }
}
