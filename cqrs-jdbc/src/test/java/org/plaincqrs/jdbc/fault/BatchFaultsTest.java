package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.fault.Bench.Inline;
import org.plaincqrs.storage.Store;

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
                return isRefused(store);
              });
      awaitAllWait(threads);
      all.countDown();

      assertThat(Crew.end(waiting)).containsOnly(true);
      // For who came first, for all the others together, and to clean up.
      assertThat(asked.get()).isLessThanOrEqualTo(3);
    }
  }

  /** The first for a connection, the others for the first. */
  private static void awaitAllWait(Queue<Thread> threads) {
    while (threads.size() < THREADS
        || !threads.stream().allMatch(each -> each.getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }

  private static boolean isRefused(Store store) {
    try {
      store.commit(new Work().append("s").commit());
      return false;
    } catch (StorageException e) {
      return true;
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
