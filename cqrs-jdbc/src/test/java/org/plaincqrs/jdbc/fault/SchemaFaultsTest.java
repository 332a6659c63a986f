package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.Database;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.fault.Bench.Inline;
import org.plaincqrs.jdbc.internal.schema.SchemaFiles;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.DocumentWrite;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;

/** Tables that are missing, foreign, half made, made by several at once or by hand. */
@Timeout(180)
class SchemaFaultsTest {
  private static final int NODES = 3;
  private static final int ROUNDS = 10;

  /** A name that wants to be more than a name. */
  private static final DocumentType<Work.Counter, String> ODD =
      DocumentType.of("it's \"odd\" \\ ; ü", Work.Counter.class, String.class)
          .indexedBy(Work.BY_COUNT);

  /** The counters without their index. */
  private static final DocumentType<Work.Counter, String> PLAIN =
      DocumentType.of("counter", Work.Counter.class, String.class);

  private static final String NOT_THOSE =
      "The tables 'cqrs_...' are not those that this version of the library and the application's"
          + " documents need: ";

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "_",
        "a",
        "cqrs",
        "Cqrs_",
        "1_",
        "a b_",
        "a'_",
        "a\"_",
        "a`_",
        "a;drop table t;_",
        "a--_",
        "a/*_",
        "a\n_",
        "a_\n",
        "ä_",
        "ı_",
        "a.b_",
        "aaaaaaaaaaaaaaaaaaaa_"
      })
  void a_prefix_that_is_more_than_a_plain_name_is_refused(String prefix) throws Exception {
    try (FreshDatabase fresh = TestDatabase.SQLITE.fresh()) {
      assertThatThrownBy(() -> JdbcStorage.builder(fresh.dataSource()).prefix(prefix).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "The table prefix '"
                  + prefix
                  + "' is not allowed; take 2 to 20 characters of a-z, 0-9 and _, a letter first"
                  + " and _ last.");
      assertThatThrownBy(() -> JdbcStorage.ddl(Database.SQLITE, prefix, List.of()))
          .isInstanceOf(ConfigurationException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void tables_of_a_newer_library_are_refused(TestDatabase database) throws Exception {
    try (Bench bench = new Bench(database, Inline.NONE)) {
      Bench.execute(bench.control, "insert into cqrs_schema (version) values (3)");

      for (boolean create : new boolean[] {true, false}) {
        assertThatThrownBy(() -> open(bench.fresh, create))
            .isInstanceOf(ConfigurationException.class)
            .hasMessage(
                "The tables 'cqrs_...' have schema 3, this version of the library knows 2: a newer"
                    + " one has changed them. Use that one, or another table prefix.");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void without_leave_to_make_tables_an_empty_database_stays_empty(TestDatabase database)
      throws Exception {
    try (FreshDatabase fresh = database.fresh()) {
      assertThatThrownBy(() -> open(fresh, false))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("Print them by JdbcStorage.ddl(...)");

      try (Connection control = fresh.connect();
          ResultSet tables = control.getMetaData().getTables(null, null, "cqrs%", null)) {
        assertThat(tables.next()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void what_is_missing_where_tables_may_not_be_made_is_named(TestDatabase database)
      throws Exception {
    try (FreshDatabase fresh = database.fresh()) {
      assertThatThrownBy(() -> open(fresh, false, PLAIN))
          .hasMessageStartingWith(NOT_THOSE + "they have schema 0 and need 2. Print them");
      open(fresh, true, PLAIN);

      assertThatThrownBy(() -> open(fresh, false, Work.COUNTERS, ODD))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              NOT_THOSE
                  + "index 'count' of document type 'counter' is not in column by_count of"
                  + " cqrs_doc_counter; table cqrs_doc_it_s__odd________c89bedf4 of document type"
                  + " 'it's \"odd\" \\ ; ü' is missing. Print them by JdbcStorage.ddl(...) and bring"
                  + " the database there, or open the storage once with createSchema(true): an index"
                  + " that is added where documents are already needs that, since the library fills"
                  + " it.");
      open(fresh, true, Work.COUNTERS, ODD);

      open(fresh, false, Work.COUNTERS, ODD);
      assertThatThrownBy(() -> open(fresh, false, PLAIN))
          .hasMessageStartingWith(
              NOT_THOSE
                  + "no index of document type 'counter' is for column by_count any more. Print");
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void an_index_whose_values_have_another_type_now_is_refused(TestDatabase database)
      throws Exception {
    DocumentType<Work.Counter, String> changed =
        PLAIN.indexedBy(Index.of("count", String.class, counter -> "n" + counter.count()));
    try (FreshDatabase fresh = database.fresh()) {
      open(fresh, true, Work.COUNTERS);

      for (boolean create : new boolean[] {true, false}) {
        assertThatThrownBy(() -> open(fresh, create, changed))
            .isInstanceOf(ConfigurationException.class)
            .hasMessage(
                "The index 'count' of document type 'counter' was over long when its column"
                    + " cqrs_doc_counter.by_count was made, and is over text now; a column keeps its"
                    + " type. Give the new one another name.");
      }
      open(fresh, true, Work.COUNTERS);
    }
  }

  @Test
  void a_storage_that_can_not_be_opened_says_to_start_again() {
    FaultySource source =
        new FaultySource(
            () -> {
              throw new SQLException("no such host", "08001");
            },
            new Faults());

    assertThatThrownBy(() -> JdbcStorage.on(source.source()).open(Work.model()))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessage(
            "Could not open the storage: the database said 'no such host' (SQLState 08001, code 0)."
                + " Start again: it goes on where it stopped.");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void nodes_that_start_at_once_on_an_empty_database_all_start(TestDatabase database)
      throws Exception {
    try (FreshDatabase fresh = database.fresh();
        Connection control = fresh.connect();
        Crew crew = new Crew()) {
      for (int round = 0; round < ROUNDS; round++) {
        String prefix = "r" + round + "_";
        List<Store> nodes =
            crew.run(
                NODES,
                node ->
                    JdbcStorage.builder(fresh.dataSource(2 + node))
                        .prefix(prefix)
                        .build()
                        .open(Work.model()));

        for (Store node : nodes) {
          assertThat(node.commit(new Work().append("s").commit()))
              .isInstanceOf(Verdict.Committed.class);
        }
        Audit audit = new Audit(control, prefix, nodes.get(0));
        audit.check();
        assertThat(audit.size()).isEqualTo(NODES);
        assertThat(audit.number("select count(*) from " + prefix + "schema"))
            .isEqualTo(SchemaFiles.NEWEST);
        assertThat(audit.number("select count(*) from " + prefix + "head")).isOne();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void tables_made_by_hand_are_as_good(TestDatabase database) throws Exception {
    StorageModel model =
        new StorageModel(Work.EVENTS, List.of(Work.COUNTERS, ODD), List.of(), Clock.systemUTC());
    try (FreshDatabase fresh = database.fresh();
        Connection control = fresh.connect()) {
      String ddl =
          JdbcStorage.ddl(Database.valueOf(family(database)), "hand_", List.of(Work.COUNTERS, ODD));
      for (String statement : statements(ddl)) {
        Bench.execute(control, statement);
      }

      Store store =
          JdbcStorage.builder(fresh.dataSource())
              .prefix("hand_")
              .createSchema(false)
              .build()
              .open(model);
      Work work = new Work().append("s", Tag.of("a", "b")).put("k", 1);
      store.commit(work.commit());
      store
          .documents()
          .write(
              transaction ->
                  new DocumentWrite<>(ODD, "k", 1, new Work.Counter(4)).applyTo(transaction));

      Audit audit = new Audit(control, "hand_", store);
      audit.check();
      assertThat(audit.effects(work.id())).hasSize(1);
      assertThat(store.documents().findBy(ODD, Work.BY_COUNT, 4L)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB", "SQLITE"})
  void the_log_refuses_to_be_changed(TestDatabase database) throws Exception {
    try (Bench bench = new Bench(database, Inline.NONE)) {
      Work work = new Work().append("s", Tag.of("a", "b"));
      bench.healthy.commit(work.commit());

      for (String table : List.of("events", "tags")) {
        for (String change :
            List.of(
                "update cqrs_" + table + " set position = position + 10",
                "delete from cqrs_" + table)) {
          assertThatThrownBy(() -> Bench.execute(bench.control, change))
              .isInstanceOf(SQLException.class)
              .hasMessageContaining("The log is append-only");
        }
      }
      bench.check();
      assertThat(bench.audit.effects(work.id())).hasSize(1);
    }
  }

  @Test
  void a_role_that_may_only_insert_events_can_run_the_store() throws Exception {
    try (FreshDatabase fresh = TestDatabase.POSTGRESQL.fresh();
        Connection owner = fresh.connect()) {
      open(fresh, true);
      String role = "r_" + owner.getSchema();
      Bench.execute(
          owner,
          "create role " + role + " login",
          "grant usage on schema " + owner.getSchema() + " to " + role,
          "grant select, insert on cqrs_events, cqrs_tags to " + role,
          "grant select, update on cqrs_head to " + role,
          "grant select, update on cqrs_roster to " + role,
          "grant select, insert, update, delete on cqrs_commands, cqrs_checkpoints, cqrs_nodes,"
              + " cqrs_doc_counter to "
              + role,
          "grant select on cqrs_schema, cqrs_document_types to " + role);
      FaultySource source =
          new FaultySource(
              () -> DriverManager.getConnection(fresh.jdbcUrl(), role, ""), new Faults());
      try {
        Store store =
            JdbcStorage.builder(source.source())
                .createSchema(false)
                .build()
                .open(Work.model(Work.counting()));
        Store plain =
            JdbcStorage.builder(source.source()).createSchema(false).build().open(Work.model());

        for (Store each : List.of(store, store)) {
          Work work = new Work().append("s", Tag.of("a", "b")).put("k", 1);
          assertThat(each.commit(work.commit())).isInstanceOf(Verdict.Committed.class);
          assertThat(each.commit(work.commit())).isInstanceOf(Verdict.Duplicate.class);
        }
        plain.commit(new Work().append("t").commit());
        plain.commit(new Work().append("t").commit());
        assertThat(plain.documents().advance(new Checkpoint("o", 0, 1), transaction -> {}))
            .isTrue();
        plain.subscriptions().beat("node", Set.of(), Duration.ofMinutes(1));
        plain.subscriptions().create(List.of(Reader.fresh("view", 1, 1, 0, 1, 0)));
        Reader made = plain.subscriptions().roster().readers().get(0);
        assertThat(plain.subscriptions().claim(made, "node")).isPresent();
        new Audit(owner, "cqrs_", plain).check();
      } finally {
        source.close();
        Bench.execute(owner, "drop owned by " + role, "drop role " + role);
      }
    }
  }

  private static Store open(FreshDatabase fresh, boolean createSchema) {
    return open(fresh, createSchema, Work.COUNTERS);
  }

  private static Store open(
      FreshDatabase fresh, boolean createSchema, DocumentType<?, ?>... documents) {
    return JdbcStorage.builder(fresh.dataSource())
        .createSchema(createSchema)
        .build()
        .open(new StorageModel(Work.EVENTS, List.of(documents), List.of(), Clock.systemUTC()));
  }

  private static String family(TestDatabase database) {
    return database == TestDatabase.MYSQL ? "MARIADB" : database.name();
  }

  /** As a tool or a person would take them apart: a semicolon at the end of a line. */
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
    assertThat(statement).isEmpty();
    return statements;
  }
}
