package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.JdbcTransaction;
import org.plaincqrs.jdbc.OutcomeUnknownException;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.fault.Bench.Inline;
import org.plaincqrs.jdbc.internal.schema.SchemaFiles;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;
import org.plaincqrs.storage.Versioned;

/**
 * The N-th call to the database fails, for every N, in every way, in every public operation. Either
 * it is as if nothing had failed, or as if nothing had been begun, or the caller is told that
 * nobody knows; what was borrowed comes back as it was lent.
 */
@Timeout(180)
class FaultSweepTest {
  private static final int THREADS = 12;
  private static final int MOST_CALLS = 200;
  private static final String OPEN_ON_NOTHING = "open, no schema";
  private static final Tag RED = Tag.of("colour", "red");
  private static final Tag BLUE = Tag.of("colour", "blue");

  /** What a case does under a fault. */
  interface Run {
    @Nullable Object run() throws Exception;
  }

  /** What must hold after it; one of the two is null, or both. */
  interface Check {
    void check(@Nullable Object result, @Nullable Throwable failure) throws Exception;
  }

  record Case(boolean alwaysFails, Run run, Check check) {}

  /** Makes the cases of one operation, each on a bench that others have used before. */
  record Operation(String name, Inline inline, Function<Bench, Case> next) {
    /** The longest is done by several threads. */
    List<List<Faults.Kind>> inParts() {
      List<Faults.Kind> all = List.of(Faults.Kind.values());
      return name.equals(OPEN_ON_NOTHING) ? all.stream().map(List::of).toList() : List.of(all);
    }
  }

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void any_call_may_fail_and_every_operation_is_all_or_nothing(TestDatabase database)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<String> broken = new ArrayList<>();
    int cases = 0;
    try {
      List<Future<Sweep>> sweeps = new ArrayList<>();
      for (Operation operation : operations()) {
        for (List<Faults.Kind> kinds : operation.inParts()) {
          sweeps.add(threads.submit(() -> new Sweep(database, operation, kinds).run()));
        }
      }
      for (Future<Sweep> each : sweeps) {
        cases += each.get().cases;
        broken.addAll(each.get().broken);
      }
    } finally {
      threads.shutdownNow();
    }

    System.out.printf("fault sweep on %s: %d cases%n", database, cases);
    assertThat(broken).isEmpty();
    assertThat(cases).isGreaterThan(300);
  }

  /** One operation, failing in several ways. */
  private static final class Sweep {
    private final TestDatabase database;
    private final Operation operation;
    private final List<Faults.Kind> kinds;
    private final List<String> broken = new ArrayList<>();
    private int cases;
    private @Nullable Bench bench;

    private Sweep(TestDatabase database, Operation operation, List<Faults.Kind> kinds) {
      this.database = database;
      this.operation = operation;
      this.kinds = kinds;
    }

    private Sweep run() throws Exception {
      for (Faults.Kind kind : kinds) {
        int n = 1;
        while (n > 0 && n < MOST_CALLS) {
          if (bench == null) {
            bench = new Bench(database, operation.inline);
          }
          int broke = broken.size();
          n = sweep(bench, kind, n);
          if (broken.size() > broke) {
            bench.close();
            bench = null;
          }
        }
      }
      if (bench != null) {
        bench.close();
      }
      return this;
    }

    /** The number to go on with on a new bench; 0 at the end. */
    private int sweep(Bench bench, Faults.Kind kind, int from) throws Exception {
      for (int n = from; n < MOST_CALLS; n++) {
        Case next = operation.next.apply(bench);
        bench.faults.arm(kind, n, call -> differs(kind, call));
        Object result = null;
        Throwable failure = null;
        try {
          result = next.run.run();
        } catch (Exception | Error e) {
          failure = e;
        }
        boolean hit = bench.faults.wasHit();
        bench.faults.disarm();
        try {
          next.check.check(result, failure);
          bench.check();
          assertThat(hit || next.alwaysFails || failure == null)
              .as("a failure without a fault")
              .isTrue();
        } catch (Exception | AssertionError e) {
          broken.add(report(bench, kind + " " + n, result, failure, e));
          return hit ? n + 1 : 0;
        }
        if (!hit) {
          return 0;
        }
        cases++;
      }
      throw new IllegalStateException(operation.name + " does not end");
    }

    private String report(
        Bench bench,
        String call,
        @Nullable Object result,
        @Nullable Throwable failure,
        Throwable e) {
      return "%n%s, call %s: %s%n  result %s, failure %s%n  calls %s"
          .formatted(operation.name, call, e.getMessage(), result, failure, bench.faults.calls());
    }
  }

  /**
   * Leaves out what is the same as another case: to die behind one call or before the next, and the
   * ways in which giving back may fail.
   */
  private static boolean differs(Faults.Kind kind, String call) {
    if (call.equals("close")) {
      return kind == Faults.Kind.AFTER;
    }
    return switch (kind) {
      case BEFORE -> true;
      case AFTER, DEAD_AFTER -> !call.startsWith("next") && !call.startsWith("prepareStatement");
      case DEAD_BEFORE -> call.startsWith("execute") || call.startsWith("commit");
    };
  }

  private static List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    operations.add(new Operation(OPEN_ON_NOTHING, Inline.NONE, FaultSweepTest::openOnNothing));
    operations.add(new Operation("open, schema there", Inline.NONE, FaultSweepTest::openAgain));
    operations.add(committing("append", Inline.NONE, false, FaultSweepTest::appending));
    operations.add(committing("append again", Inline.NONE, true, FaultSweepTest::appending));
    operations.add(committing("inline", Inline.DOCUMENTS, true, FaultSweepTest::documentsToo));
    operations.add(committing("inline SQL", Inline.CONNECTION, true, FaultSweepTest::documentsToo));
    operations.add(committing("none since", Inline.NONE, false, FaultSweepTest::noneSince));
    operations.add(committing("none since again", Inline.NONE, true, FaultSweepTest::noneSince));
    operations.add(new Operation("unremembered", Inline.NONE, FaultSweepTest::unremembered));
    operations.add(new Operation("conflict", Inline.NONE, FaultSweepTest::conflict));
    operations.add(new Operation("duplicate", Inline.NONE, FaultSweepTest::duplicate));
    operations.add(new Operation("write", Inline.NONE, FaultSweepTest::write));
    operations.add(new Operation("write that throws", Inline.NONE, FaultSweepTest::failingWrite));
    operations.add(new Operation("advance", Inline.NONE, FaultSweepTest::advance));
    operations.add(new Operation("reads", Inline.NONE, FaultSweepTest::reads));
    operations.addAll(SubscriptionSweep.operations());
    return operations;
  }

  private static Operation committing(
      String name, Inline inline, boolean warm, Function<Bench, Work> work) {
    return new Operation(name, inline, bench -> commitCase(bench, warm, work));
  }

  private static Case commitCase(Bench bench, boolean warm, Function<Bench, Work> make) {
    Store store = bench.open();
    if (warm) {
      // From the second commit on PostgreSQL may take the way of one statement.
      assertThat(store.commit(new Work().append("warm").commit()))
          .isInstanceOf(Verdict.Committed.class);
    }
    Work work = make.apply(bench);
    return new Case(
        false,
        () -> store.commit(work.commit()),
        (result, failure) -> {
          bench.audit.check();
          int effects = bench.audit.effects(work.id()).size();
          boolean done = effects == work.eventCount();
          if (failure == null) {
            assertThat(result).isInstanceOf(Verdict.Committed.class);
            assertThat(((Verdict.Committed) result).events()).hasSize(work.eventCount());
            assertThat(done).as("acknowledged and done").isTrue();
          } else {
            assertThat(effects).isIn(mayBeDone(failure) ? List.of(0, effects) : List.of(0));
          }
          Verdict again = bench.healthy.commit(work.commit());
          assertThat(again).isInstanceOf(done ? Verdict.Duplicate.class : Verdict.Committed.class);
          bench.audit.check();
          assertThat(bench.audit.effects(work.id())).as("in all").hasSize(work.eventCount());
          assertThat(bench.audit.remembers(work.id())).isTrue();
          assertThat(bench.healthy.remembered(work.handled())).isPresent();
        });
  }

  /** Whether it may have been done; refuses what is no failure of the library. */
  static boolean mayBeDone(Throwable failure) {
    assertThat(failure).isInstanceOfAny(CqrsException.class, Bench.TallyFailed.class);
    assertThat(failure.getMessage()).isNotBlank();
    return failure instanceof OutcomeUnknownException;
  }

  private static Work appending(Bench bench) {
    String stream = bench.name("stream ");
    return new Work()
        .expect(stream, 0)
        .append(stream, RED)
        .append(stream, RED, BLUE)
        .append(stream);
  }

  private static Work tagsOnly(Bench bench) {
    return new Work().append(null, RED, Tag.of("nr", bench.name("n")));
  }

  private static Work documentsToo(Bench bench) {
    String key = bench.name("key ");
    return appending(bench).expectDocument(key, 0).put(key, 1).put(bench.name("other "), 1);
  }

  private static Work noneSince(Bench bench) {
    Tag seat = Tag.of("seat", bench.name("s"));
    EventQuery taken = EventQuery.tags(seat);
    EventQuery typed = EventQuery.types(Set.of("done")).tagged(seat, RED);
    return new Work().append(null, seat, RED).expectNone(taken, 0).expectNone(typed, 0);
  }

  /** Without a command that tells them apart, an effect that came twice would be two rows. */
  private static Case unremembered(Bench bench) {
    Store store = bench.open();
    store.commit(new Work().append("warm").commit());
    Work work = tagsOnly(bench).unremembered();
    return new Case(
        false,
        () -> store.commit(work.commit()),
        (result, failure) -> {
          bench.audit.check();
          int effects = bench.audit.effects(work.id()).size();
          if (failure == null) {
            assertThat(result).isInstanceOf(Verdict.Committed.class);
            assertThat(effects).as("effects of one commit").isOne();
          } else {
            assertThat(effects).isIn(mayBeDone(failure) ? List.of(0, 1) : List.of(0));
          }
        });
  }

  private static Case conflict(Bench bench) {
    Store store = bench.open();
    Work work = new Work().append("conflict").expect("conflict", 7).put("conflict", 1);
    return new Case(
        false,
        () -> store.commit(work.commit()),
        (result, failure) -> {
          if (failure == null) {
            assertThat(result).isInstanceOf(Verdict.Conflict.class);
          } else {
            mayBeDone(failure);
          }
          bench.audit.check();
          assertThat(bench.audit.effects(work.id())).isEmpty();
          assertThat(bench.audit.remembers(work.id())).isFalse();
          assertThat(bench.count("conflict")).isZero();
        });
  }

  private static Case duplicate(Bench bench) {
    Store store = bench.open();
    Work work = appending(bench);
    Verdict.Committed first = (Verdict.Committed) bench.healthy.commit(work.commit());
    return new Case(
        false,
        () -> store.commit(work.commit()),
        (result, failure) -> {
          if (failure == null) {
            assertThat(result)
                .isEqualTo(new Verdict.Duplicate(work.handled().result(), first.position()));
          } else {
            mayBeDone(failure);
          }
          bench.audit.check();
          assertThat(bench.audit.effects(work.id())).hasSize(3);
        });
  }

  private static Case write(Bench bench) {
    Store store = bench.open();
    String key = bench.name("written ");
    return new Case(
        false,
        () -> {
          store
              .documents()
              .write(
                  transaction -> {
                    assertThat(transaction.find(Work.COUNTERS, key)).isNull();
                    transaction.put(Work.COUNTERS, key, new Versioned<>(new Work.Counter(5), 5));
                    transaction.put(
                        Work.COUNTERS, key + "b", new Versioned<>(new Work.Counter(5), 5));
                    transaction.remove(Work.COUNTERS, "nothing");
                  });
          return null;
        },
        (result, failure) -> {
          long found = bench.count(key);
          assertThat(bench.count(key + "b")).as("half a write").isEqualTo(found);
          if (failure == null) {
            assertThat(found).isEqualTo(5);
          } else {
            assertThat(found).isIn(mayBeDone(failure) ? List.of(0L, 5L) : List.of(0L));
          }
        });
  }

  private static Case failingWrite(Bench bench) {
    Store store = bench.open();
    String key = bench.name("failing ");
    return new Case(
        true,
        () -> {
          store
              .documents()
              .write(
                  transaction -> {
                    transaction.put(Work.COUNTERS, key, new Versioned<>(new Work.Counter(5), 5));
                    // Now it is in the table, to be taken back.
                    assertThat(((JdbcTransaction) transaction).connection()).isNotNull();
                    throw new StorageException("given up", null);
                  });
          return null;
        },
        (result, failure) -> {
          assertThat(failure).isInstanceOf(StorageException.class);
          // Whatever comes next on that connection must not bring it back.
          store.commit(new Work().append("after").commit());
          assertThat(bench.count(key)).isZero();
        });
  }

  private static Case advance(Bench bench) {
    Store store = bench.open();
    long from = bench.healthy.documents().checkpoint("owner");
    return new Case(
        false,
        () ->
            store
                .documents()
                .advance(
                    new Checkpoint("owner", from, from + 1),
                    transaction -> Work.count(1, transaction)),
        (result, failure) -> {
          long at = bench.healthy.documents().checkpoint("owner");
          assertThat(bench.count("all")).as("effect and checkpoint").isEqualTo(at);
          if (failure == null) {
            assertThat(result).isEqualTo(true);
            assertThat(at).isEqualTo(from + 1);
          } else {
            assertThat(at).isIn(mayBeDone(failure) ? List.of(from, from + 1) : List.of(from));
          }
        });
  }

  private static Case reads(Bench bench) {
    if (bench.audit.size() == 0) {
      bench.healthy.commit(appending(bench).put("read", 3).commit());
      bench.healthy.documents().advance(new Checkpoint("reader", 0, 2), transaction -> {});
      bench.healthy.subscriptions().create(List.of(Reader.fresh("view", 1, 1, 0, 1, 0)));
      bench.healthy.subscriptions().beat("node", Set.of("view 1"), Duration.ofMinutes(5));
    }
    Work known = new Work();
    bench.healthy.commit(known.commit());
    Store store = bench.open();
    return new Case(
        false,
        () -> everything(store, known),
        (result, failure) -> {
          if (failure == null) {
            assertThat(result).isEqualTo(everything(bench.healthy, known));
          } else {
            assertThat(failure).isExactlyInstanceOf(StorageException.class);
          }
        });
  }

  private static List<Object> everything(Store store, Work known) {
    EventQuery red = EventQuery.tags(RED).or(EventQuery.types(Set.of("poison")));
    Optional<Verdict> remembered = store.remembered(known.handled());
    try (Stream<Versioned<Work.Counter>> all = store.documents().all(Work.COUNTERS);
        Stream<Versioned<Work.Counter>> found =
            store.documents().findBy(Work.COUNTERS, Work.BY_COUNT, 3L)) {
      return List.of(
          store.log().head(),
          store.log().version("stream 1"),
          store.log().read(EventQuery.all(), 0, 2),
          store.log().read(red, 0, 10),
          store.log().readBackward(red, Long.MAX_VALUE, 10),
          store.log().readBackward(EventQuery.all(), Long.MAX_VALUE, 2),
          store.log().readStream("stream 1", 0, 10),
          store.log().readStreamBackward("stream 1", Long.MAX_VALUE, 10),
          store.documents().find(Work.COUNTERS, "read"),
          all.toList(),
          found.toList(),
          store.documents().count(Work.COUNTERS),
          store.documents().checkpoint("reader"),
          store.subscriptions().generation(),
          store.subscriptions().roster(),
          remembered);
    }
  }

  private static Case openAgain(Bench bench) {
    return new Case(
        false,
        bench::open,
        (result, failure) -> {
          if (failure != null) {
            mayBeDone(failure);
          }
        });
  }

  private static Case openOnNothing(Bench bench) {
    String prefix = bench.name("t") + "_";
    return new Case(
        false,
        () -> JdbcStorage.builder(bench.source.source()).prefix(prefix).build().open(Work.model()),
        (result, failure) -> {
          if (failure != null) {
            mayBeDone(failure);
          }
          Store store =
              result != null
                  ? (Store) result
                  : JdbcStorage.builder(bench.fresh.dataSource(2))
                      .prefix(prefix)
                      .build()
                      .open(Work.model());
          Work work = appending(bench).put("first", 1);
          assertThat(store.commit(work.commit())).isInstanceOf(Verdict.Committed.class);
          Audit audit = new Audit(bench.control, prefix, store);
          audit.check();
          assertThat(audit.effects(work.id())).hasSize(3);
          assertThat(audit.number("select count(*) from " + prefix + "schema"))
              .isEqualTo(SchemaFiles.NEWEST);
        });
  }
}
