package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.storage.Store;

/** Processes that are killed amid appends, or while they make the tables. */
@Timeout(300)
class KilledProcessTest {
  private static final int ROUNDS = 30;
  private static final int LONGEST_LIFE_MILLIS = 700;
  private static final int BUSY_ROUNDS = 15;
  private static final int BUSY_THREADS = 4;
  private static final int MIGRATIONS = 4;
  private static final int LONGEST_MIGRATION_MILLIS = 400;

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void nothing_acknowledged_is_lost_when_a_process_is_killed(TestDatabase database)
      throws Exception {
    rounds(database, ROUNDS, Child::appending);
  }

  /** H2 saves while others are amid writing, which a machine without time to spare brings out. */
  @Test
  void nothing_is_lost_or_torn_on_h2_when_several_nodes_are_killed_on_a_busy_machine()
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    for (int i = 0; i < BUSY_THREADS; i++) {
      new Thread(
              () -> {
                while (!over.get()) {
                  Thread.onSpinWait();
                }
              })
          .start();
    }
    try {
      rounds(TestDatabase.H2, BUSY_ROUNDS, Child::appendingApart);
    } finally {
      over.set(true);
    }
  }

  private interface Start {
    Child on(FreshDatabase database) throws IOException;
  }

  private static void rounds(TestDatabase database, int rounds, Start start) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Child.Acknowledged> acknowledged = new ArrayList<>();
    try (FreshDatabase fresh = database.fresh()) {
      for (int round = 0; round < rounds; round++) {
        List<Child.Acknowledged> last =
            killedAfter(random.nextInt(LONGEST_LIFE_MILLIS), start, fresh);
        acknowledged.addAll(last);
        boolean end = round == rounds - 1;

        try (HikariDataSource source = pool(fresh);
            Connection control = fresh.connect()) {
          Store store =
              JdbcStorage.on(source).open(Work.model(Bench.Inline.DOCUMENTS.projections()));
          Audit audit = new Audit(control, "cqrs_", store);
          check(audit, store, end ? acknowledged : last);
          if (end) {
            checkCommands(audit);
          }
        }
      }
    }
    System.out.printf(
        "kill -9 on %s, seed %d: %d rounds, %d acknowledged, none lost%n",
        database, seed, rounds, acknowledged.size());
  }

  /** What a child has acknowledged until it was killed, that long after the first. */
  private static List<Child.Acknowledged> killedAfter(int millis, Start start, FreshDatabase fresh)
      throws IOException {
    List<Child.Acknowledged> acknowledged = new ArrayList<>();
    try (Child child = start.on(fresh)) {
      long deadline = Long.MAX_VALUE;
      for (String line = child.line(); line != null; line = child.line()) {
        if (line.startsWith("ack ")) {
          if (acknowledged.isEmpty()) {
            deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
          }
          acknowledged.add(Child.Acknowledged.parse(line));
        }
        if (System.nanoTime() > deadline) {
          child.kill();
        }
      }
      assertThat(acknowledged).as(child.errors()).isNotEmpty();
    }
    return acknowledged;
  }

  private static void check(Audit audit, Store store, List<Child.Acknowledged> acknowledged)
      throws Exception {
    audit.check();
    assertThat(store.documents().checkpoint(Work.INLINE)).isEqualTo(audit.size());
    assertThat(store.documents().find(Work.COUNTERS, "all").orElseThrow().document().count())
        .isEqualTo(audit.size());
    for (Child.Acknowledged each : acknowledged) {
      List<RecordedEvent> effects = audit.effects(java.util.UUID.fromString(each.command()));
      assertThat(effects).as("%s", each).isNotEmpty();
      assertThat(effects.get(0).position()).isEqualTo(each.position());
      assertThat(effects.get(0).version()).isEqualTo(each.version());
    }
  }

  private static void checkCommands(Audit audit) throws Exception {
    for (String command : audit.commands()) {
      assertThat(audit.effects(java.util.UUID.fromString(command))).hasSize(3);
    }
    assertThat(audit.number("select count(*) from cqrs_commands"))
        .isEqualTo(audit.commands().size());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void tables_are_finished_by_the_next_when_a_process_is_killed_making_them(TestDatabase database)
      throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int interrupted = 0;
    for (int round = 0; round < MIGRATIONS; round++) {
      try (FreshDatabase fresh = database.fresh()) {
        try (Child child = Child.migrating(fresh, "cqrs_")) {
          assertThat(child.line()).as(child.errors()).isEqualTo("ready");
          LockSupport.parkNanos(
              TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_MIGRATION_MILLIS)));
          child.kill();
          interrupted += child.line() == null ? 1 : 0;
          child.awaitEnd();
        }

        try (HikariDataSource source = pool(fresh);
            Connection control = fresh.connect()) {
          Store store = JdbcStorage.on(source).open(Work.model());
          Work work = new Work().append("s").put("k", 1);
          store.commit(work.commit());
          Audit audit = new Audit(control, "cqrs_", store);
          audit.check();
          assertThat(audit.effects(work.id())).hasSize(1);
        }
      }
    }
    System.out.printf(
        "kill -9 amid migration on %s, seed %d: %d of %d unfinished%n",
        database, seed, interrupted, MIGRATIONS);
  }

  /** One that lets go of a file when it is closed. */
  private static HikariDataSource pool(FreshDatabase fresh) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(fresh.jdbcUrl());
    config.setUsername(fresh.user());
    config.setPassword(fresh.password());
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }
}
