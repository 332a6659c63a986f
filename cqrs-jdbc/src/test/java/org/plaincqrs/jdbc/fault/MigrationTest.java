package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.jdbc.Database;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;

/** Filled tables of an earlier schema become those of the newest. */
@Timeout(180)
class MigrationTest {
  private static final int NODES = 3;
  private static final String SECOND = "-- Plain CQRS, schema 2,";
  private static final String SECOND_DONE = "insert into %sschema (version) values (2)";

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_filled_database_of_schema_1_is_migrated(TestDatabase database) throws Exception {
    try (FreshDatabase fresh = database.fresh();
        Connection control = fresh.connect()) {
      Work work = fillSchemaOne(database, fresh, control, "old_");

      Store store = open(fresh, "old_", true);

      checkIsMigrated(control, "old_", store, work);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void nodes_that_migrate_at_once_all_start(TestDatabase database) throws Exception {
    try (FreshDatabase fresh = database.fresh();
        Connection control = fresh.connect();
        Crew crew = new Crew()) {
      for (int round = 0; round < 3; round++) {
        String prefix = "r" + round + "_";
        Work work = fillSchemaOne(database, fresh, control, prefix);

        List<Store> nodes =
            crew.run(
                NODES,
                node ->
                    JdbcStorage.builder(fresh.dataSource(2 + node))
                        .prefix(prefix)
                        .build()
                        .open(Work.model()));

        checkIsMigrated(control, prefix, nodes.get(0), work);
      }
    }
  }

  /** Where DDL is no part of a transaction, a migration may end behind any statement. */
  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "H2"})
  void a_migration_that_was_killed_is_taken_up_again(TestDatabase database) throws Exception {
    try (FreshDatabase fresh = database.fresh();
        Connection control = fresh.connect()) {
      int count = second(database, "x_").size();
      for (int done = 1; done <= count; done++) {
        String prefix = "k" + done + "_";
        Work work = fillSchemaOne(database, fresh, control, prefix);
        for (String statement : second(database, prefix).subList(0, done)) {
          Bench.execute(control, statement);
        }

        Store store = open(fresh, prefix, true);

        checkIsMigrated(control, prefix, store, work);
      }
    }
  }

  /**
   * The checkpoint of an inline view, a commit and its document, as the first version left them.
   */
  private static Work fillSchemaOne(
      TestDatabase database, FreshDatabase fresh, Connection control, String prefix)
      throws SQLException {
    String ddl = ddl(database, prefix);
    String done = SECOND_DONE.formatted(prefix) + ";\n";
    String first =
        ddl.substring(0, ddl.indexOf(SECOND)) + ddl.substring(ddl.indexOf(done) + done.length());
    for (String statement : statements(first)) {
      Bench.execute(control, statement);
    }
    assertThat(first).doesNotContain("epoch");

    // A commit without inline projections needs nothing of schema 2.
    Bench.execute(control, SECOND_DONE.formatted(prefix));
    Work work = new Work().append("s").append("s").put("k", 1);
    assertThat(open(fresh, prefix, false).commit(work.commit()))
        .isInstanceOf(Verdict.Committed.class);
    Bench.execute(
        control,
        "delete from " + prefix + "schema where version = 2",
        "insert into " + prefix + "checkpoints (owner, position) values ('view', 2)");
    return work;
  }

  private static void checkIsMigrated(Connection control, String prefix, Store store, Work work)
      throws SQLException {
    Audit audit = new Audit(control, prefix, store);
    audit.check();
    assertThat(audit.effects(work.id())).hasSize(2);
    assertThat(store.documents().count(Work.COUNTERS)).isOne();
    assertThat(audit.number("select max(version) from " + prefix + "schema")).isEqualTo(2);
    assertThat(store.documents().checkpoint("view")).isEqualTo(2);
    assertThat(store.documents().advance(new Checkpoint("view", 2, 3), to -> {})).isTrue();

    // A node of the version before, which is still running, writes as it did.
    Bench.execute(
        control, "insert into " + prefix + "checkpoints (owner, position) values ('late', 1)");
    assertThat(store.documents().advance(new Checkpoint("late", 1, 2), to -> {})).isTrue();

    assertThat(store.subscriptions().roster().readers()).isEmpty();
    assertThat(store.subscriptions().generation()).isZero();
    store.subscriptions().create(List.of(Reader.fresh("view", 1, 1, 0, 1, 0)));
    store.subscriptions().beat("node", Set.of("view 1"), Duration.ofMinutes(1));
    Reader made = store.subscriptions().roster().readers().get(0);
    assertThat(made).isEqualTo(Reader.fresh("view", 1, 1, 0, 1, 3));
    assertThat(store.subscriptions().claim(made, "node").orElseThrow().epoch()).isOne();
  }

  private static Store open(FreshDatabase fresh, String prefix, boolean createSchema) {
    return JdbcStorage.builder(fresh.dataSource())
        .prefix(prefix)
        .createSchema(createSchema)
        .build()
        .open(Work.model());
  }

  private static String ddl(TestDatabase database, String prefix) {
    Database family =
        database == TestDatabase.MYSQL ? Database.MARIADB : Database.valueOf(database.name());
    return JdbcStorage.ddl(family, prefix, List.of(Work.COUNTERS));
  }

  private static List<String> second(TestDatabase database, String prefix) {
    String ddl = ddl(database, prefix);
    return statements(
        ddl.substring(ddl.indexOf(SECOND), ddl.indexOf(SECOND_DONE.formatted(prefix))));
  }

  private static List<String> statements(String ddl) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    for (String line : ddl.lines().toList()) {
      if (line.startsWith("--") || line.isBlank()) {
        continue;
      }
      statement.append(line).append('\n');
      if (line.endsWith(";")) {
        statements.add(statement.substring(0, statement.length() - 2));
        statement.setLength(0);
      }
    }
    return statements;
  }
}
