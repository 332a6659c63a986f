package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.OutcomeUnknownException;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.fault.Bench.Inline;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;

/** Those who share a transaction do not share its misfortunes. */
@Timeout(120)
class BatchFaultsTest {
  private static final int THREADS = 12;
  private static final int COMMITS = 12;
  private static final int ONE_CALL_IN = 30;
  private static final int POISON_EVERY = 5;

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void faults_amid_batches_lose_nothing_and_repeat_nothing(TestDatabase database) throws Exception {
    long seed = System.nanoTime();
    History history = new History();
    try (Bench bench = new Bench(database, Inline.NONE);
        Crew crew = new Crew()) {
      Store store = bench.open();
      bench.faults.armRandomly(new Random(seed), ONE_CALL_IN);

      crew.run(
          THREADS,
          thread -> {
            for (int i = 0; i < COMMITS; i++) {
              String stream = "stream " + (thread % 3);
              Tag tag = Tag.of("thread", "t" + thread);
              history.commit(
                  store, new Work().append(stream, tag).append(stream).append(null, tag));
            }
            return true;
          });
      bench.faults.disarm();

      System.out.printf("random faults on %s, seed %d: %s%n", database, seed, history);
      history.check(bench.audit, bench.healthy);
      bench.check();
      assertThat(history.acknowledged()).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_commit_that_the_database_refuses_hurts_only_itself(TestDatabase database)
      throws Exception {
    try (Bench bench = new Bench(database, Inline.DOCUMENTS);
        Crew crew = new Crew()) {
      refusePoison(bench);

      check(bench, poisoned(bench, crew, 10));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void on_its_own_statement_too_it_hurts_only_itself(TestDatabase database) throws Exception {
    try (Bench bench = new Bench(database, Inline.NONE);
        Crew crew = new Crew()) {
      refusePoison(bench);

      check(bench, poisoned(bench, crew, 10));
    }
  }

  /** PostgreSQL only, where a trigger may end its own session. */
  @Test
  void a_commit_that_kills_the_connection_hurts_only_itself() throws Exception {
    try (Bench bench = new Bench(TestDatabase.POSTGRESQL, Inline.NONE);
        Crew crew = new Crew()) {
      Bench.execute(
          bench.control,
          "create function die() returns trigger language plpgsql as"
              + " $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$",
          "create trigger deadly before insert on cqrs_events for each row"
              + " when (new.type = 'poison') execute function die()");

      check(bench, poisoned(bench, crew, 1));
    }
  }

  @Test
  void when_no_connection_is_to_be_had_a_batch_is_not_tried_commit_by_commit() throws Exception {
    // For who came first, and for all the others together.
    assertThat(connectionsAskedFor(store -> store.commit(new Work().append("s").commit())))
        .isLessThanOrEqualTo(2);
  }

  /** By callers that all come at once, and are all refused. */
  private static int connectionsAskedFor(Consumer<Store> call) throws Exception {
    try (Bench bench = new Bench(TestDatabase.SQLITE, Inline.NONE);
        Crew crew = new Crew()) {
      AtomicInteger asked = new AtomicInteger();
      CountDownLatch all = new CountDownLatch(1);
      AtomicBoolean exhausted = new AtomicBoolean();
      FaultySource source =
          new FaultySource(
              () -> {
                if (!exhausted.get()) {
                  return bench.fresh.connect();
                }
                asked.incrementAndGet();
                all.await();
                throw new SQLTransientConnectionException("The pool is exhausted");
              },
              bench.faults);
      Store store = JdbcStorage.on(source.source()).open(Work.model());
      source.close();
      exhausted.set(true);

      Queue<Thread> threads = new ConcurrentLinkedQueue<>();
      List<Future<Boolean>> waiting =
          crew.begin(
              THREADS,
              thread -> {
                threads.add(Thread.currentThread());
                return isRefused(store, call);
              });
      awaitAllWait(threads);
      all.countDown();

      assertThat(Crew.end(waiting)).containsOnly(true);
      return asked.get();
    }
  }

  /** The first for a connection, the others for the first. */
  private static void awaitAllWait(Queue<Thread> threads) {
    while (threads.size() < THREADS
        || !threads.stream().allMatch(each -> each.getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }

  private static boolean isRefused(Store store, Consumer<Store> call) {
    try {
      call.accept(store);
      return false;
    } catch (StorageException e) {
      return true;
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void an_error_in_one_write_of_documents_hurts_only_itself(TestDatabase database)
      throws Exception {
    try (Bench bench = new Bench(database, Inline.NONE);
        Crew crew = new Crew()) {
      Store store = bench.open();

      List<@Nullable Throwable> thrown =
          crew.run(THREADS, thread -> thrown(() -> count(store, thread == 0)));

      assertThat(thrown.get(0)).isExactlyInstanceOf(AssertionError.class).hasMessage("guilty");
      assertThat(thrown.subList(1, THREADS)).containsOnlyNulls();
      assertThat(bench.count("all")).isEqualTo(10L * (THREADS - 1));
      bench.check();
    }
  }

  @Test
  void what_a_driver_throws_unchecked_at_the_commit_leaves_the_outcome_unknown() throws Exception {
    try (Bench bench = new Bench(TestDatabase.H2, Inline.NONE)) {
      AtomicReference<String> failing = new AtomicReference<>("");
      Store store =
          JdbcStorage.on(failingAfter(failing, bench.fresh.dataSource(2))).open(Work.model());
      failing.set("commit");

      Throwable unknown =
          thrown(() -> store.documents().write(transaction -> Work.count(1, transaction)));

      assertThat(unknown)
          .isExactlyInstanceOf(OutcomeUnknownException.class)
          .isNotInstanceOf(StorageException.class)
          .hasMessage(
              "The connection failed while the commit was on its way, trying to write documents; it"
                  + " is not known whether it went through (The driver threw a"
                  + " java.lang.IllegalStateException). Read again to find out.");
      bench.check();
      assertThat(bench.count("all")).isOne();
    }
  }

  @Test
  void what_a_driver_throws_unchecked_at_a_rollback_hides_nothing_and_leaves_nothing_open()
      throws Exception {
    try (Bench bench = new Bench(TestDatabase.H2, Inline.NONE)) {
      AtomicReference<String> failing = new AtomicReference<>("");
      Store store =
          JdbcStorage.on(failingAfter(failing, bench.fresh.dataSource(1))).open(Work.model());

      Throwable thrown =
          thrown(
              () ->
                  store
                      .documents()
                      .write(
                          transaction -> {
                            Work.count(1, transaction);
                            failing.set("rollback");
                            throw new AssertionError("guilty");
                          }));

      assertThat(failing.get()).isEmpty();
      assertThat(thrown).isExactlyInstanceOf(AssertionError.class).hasMessage("guilty");
      store.documents().write(transaction -> Work.count(2, transaction));
      assertThat(bench.count("all")).isEqualTo(2);
    }
  }

  @Test
  void what_a_driver_throws_unchecked_behind_the_one_statement_is_found_out_about()
      throws Exception {
    try (Bench bench = new Bench(TestDatabase.POSTGRESQL, Inline.NONE)) {
      AtomicReference<String> failing = new AtomicReference<>("");
      Store store =
          JdbcStorage.on(failingAfter(failing, bench.fresh.dataSource(2))).open(Work.model());
      store.commit(new Work().append("s").commit());
      failing.set("executeQuery");

      Verdict verdict = store.commit(new Work().append("s").commit());

      assertThat(failing.get()).isEmpty();
      assertThat(verdict).isInstanceOf(Verdict.Committed.class);
      bench.check();
      assertThat(bench.audit.size()).isEqualTo(2);
    }
  }

  /** Whose connections and statements throw once, after a call of one name was done. */
  private static DataSource failingAfter(AtomicReference<String> failing, DataSource pool) {
    return failingAfter(failing, DataSource.class, pool);
  }

  private static <T> T failingAfter(AtomicReference<String> failing, Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            BatchFaultsTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object result = method.invoke(real, arguments);
              if (failing.get().equals(method.getName())) {
                failing.set("");
                throw new IllegalStateException("a bug");
              }
              return result instanceof Connection connection
                  ? failingAfter(failing, Connection.class, connection)
                  : result instanceof PreparedStatement statement
                      ? failingAfter(failing, PreparedStatement.class, statement)
                      : result;
            }));
  }

  /** Often enough to meet the others. */
  private static void count(Store store, boolean guilty) {
    for (int i = 0; i < 10; i++) {
      boolean throwing = guilty && i == 9;
      store
          .documents()
          .write(
              transaction -> {
                if (throwing) {
                  throw new AssertionError("guilty");
                }
                Work.count(guilty ? 0 : 1, transaction);
              });
    }
  }

  private static @Nullable Throwable thrown(Runnable call) {
    try {
      call.run();
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  private static History poisoned(Bench bench, Crew crew, int rounds) throws Exception {
    Store store = bench.open();
    History history = new History();
    crew.run(
        THREADS,
        thread -> {
          for (int i = 0; i < rounds; i++) {
            Work work = new Work().append("good");
            if (thread % POISON_EVERY == 0) {
              work = new Work().append("bad").poison("bad");
            }
            history.commit(store, work);
          }
          return true;
        });
    return history;
  }

  private static void check(Bench bench, History history) throws Exception {
    history.check(bench.audit, bench.healthy);
    bench.check();
    int poisoned = (THREADS + POISON_EVERY - 1) / POISON_EVERY;
    int rounds = (history.acknowledged() + history.refused().size()) / THREADS;
    assertThat(history.refused()).hasSize(poisoned * rounds);
    for (Map.Entry<Work, ?> each : history.refused().entrySet()) {
      assertThat(each.getKey().eventCount()).as("%s", each.getValue()).isEqualTo(2);
    }
    assertThat(history.acknowledged()).isEqualTo((THREADS - poisoned) * rounds);
    assertThat(history.refused().values()).allMatch(e -> e instanceof StorageException);
  }

  private static void refusePoison(Bench bench) throws Exception {
    Bench.execute(
        bench.control,
        bench.database == TestDatabase.SQLITE
            ? "create trigger no_poison before insert on cqrs_events when new.type = 'poison'"
                + " begin select raise(abort, 'no poison'); end"
            : "alter table cqrs_events add constraint no_poison check (type <> 'poison')");
  }
}
