package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.ConnectionProvider;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.fault.Bench.Inline;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;

/** Nodes with a pool each on one database. */
@Timeout(180)
class SeveralNodesTest {
  private static final int NODES = 3;
  private static final int WRITERS = 8;
  private static final int ROUNDS = 15;

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void one_writer_wins_each_race_and_every_reader_sees_every_position(TestDatabase database)
      throws Exception {
    History history = new History();
    try (Bench bench = new Bench(database, Inline.NONE);
        Crew crew = new Crew()) {
      List<Store> nodes = nodes(bench);
      AtomicLong end = new AtomicLong(Long.MAX_VALUE);
      List<Future<List<RecordedEvent>>> readers =
          crew.begin(NODES, node -> tail(nodes.get(node), end));

      for (int round = 0; round < ROUNDS; round++) {
        long version = bench.healthy.log().version("raced");
        Supplier<Work> byVersion = () -> new Work().expect("raced", version).append("raced");
        assertOneWins(crew.run(WRITERS, i -> commit(history, nodes, i, byVersion)));

        long head = bench.healthy.log().head();
        Tag seat = Tag.of("seat", "s" + round);
        Supplier<Work> byTag =
            () -> new Work().expectNone(EventQuery.tags(seat), head).append(null, seat);
        assertOneWins(crew.run(WRITERS, i -> commit(history, nodes, i, byTag)));

        List<Verdict> all =
            crew.run(WRITERS, i -> commit(history, nodes, i, () -> unconditional(i)));
        assertThat(all).hasOnlyElementsOfType(Verdict.Committed.class);
      }
      end.set(bench.healthy.log().head());

      history.check(bench.audit, bench.healthy);
      assertThat(bench.audit.size()).isEqualTo(ROUNDS * (2L + WRITERS / 2));
      for (List<RecordedEvent> seen : Crew.end(readers)) {
        assertThat(seen).isEqualTo(bench.audit.events());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void one_command_on_many_threads_and_nodes_has_one_effect_and_one_answer(TestDatabase database)
      throws Exception {
    try (Bench bench = new Bench(database, Inline.NONE);
        Crew crew = new Crew()) {
      List<Store> nodes = nodes(bench);
      for (int round = 0; round < 5; round++) {
        Work work = new Work().append("one").append("one");

        List<Verdict> verdicts =
            crew.run(2 * WRITERS, i -> nodes.get(i % NODES).commit(work.commit()));

        Verdict.Committed first =
            (Verdict.Committed)
                verdicts.stream().filter(Verdict.Committed.class::isInstance).findAny().get();
        verdicts.remove(first);
        assertThat(verdicts)
            .hasSize(2 * WRITERS - 1)
            .containsOnly(new Verdict.Duplicate(work.handled().result(), first.position()));
        bench.audit.check();
        assertThat(bench.audit.effects(work.id())).isEqualTo(first.events());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void an_application_s_transaction_that_is_rolled_back_leaves_no_hole(TestDatabase database)
      throws Exception {
    Joined joined = new Joined();
    try (Bench bench = new Bench(database, Inline.NONE);
        Connection application = bench.fresh.connect()) {
      Store node =
          JdbcStorage.builder(bench.fresh.dataSource(3)).joining(joined).build().open(Work.model());
      Store other = nodes(bench).get(1);
      node.commit(new Work().append("first").commit());

      joined.begin(application, database);
      node.commit(new Work().append("s").append("s").append("s").commit());
      joined.rollBack();
      other.commit(new Work().append("other").commit());
      node.commit(new Work().expect("new", 0).append("new").commit());

      bench.check();
      assertThat(bench.audit.size()).isEqualTo(3);
    }
  }

  /** The application's transaction, on a connection of its own. */
  private static final class Joined implements ConnectionProvider {
    private @Nullable Connection connection;

    private void begin(Connection application, TestDatabase database) throws SQLException {
      if (database == TestDatabase.MARIADB || database == TestDatabase.MYSQL) {
        // By default it is above.
        application.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
      application.setAutoCommit(false);
      connection = application;
    }

    private void rollBack() throws SQLException {
      Objects.requireNonNull(connection).rollback();
      connection = null;
    }

    @Override
    public @Nullable Connection current() {
      return connection;
    }

    @Override
    public void afterCommit(Runnable action) {
      // No transaction of these tests is committed.
    }
  }

  private static List<Store> nodes(Bench bench) {
    List<Store> nodes = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      nodes.add(JdbcStorage.on(bench.fresh.dataSource(4 + node)).open(Work.model()));
    }
    return nodes;
  }

  private static Verdict commit(
      History history, List<Store> nodes, int thread, Supplier<Work> work) {
    return java.util.Objects.requireNonNull(
        history.commit(nodes.get(thread % NODES), work.get()), "it threw");
  }

  /** Half of them only remember their command, and must not move the log's end back. */
  private static Work unconditional(int thread) {
    return thread % 2 == 0 ? new Work().append("all") : new Work();
  }

  private static void assertOneWins(List<Verdict> verdicts) {
    assertThat(verdicts).filteredOn(Verdict.Committed.class::isInstance).hasSize(1);
    assertThat(verdicts)
        .filteredOn(Verdict.Conflict.class::isInstance)
        .hasSize(verdicts.size() - 1);
  }

  /** Reads as a follower does, and takes no position on trust. */
  private static List<RecordedEvent> tail(Store node, AtomicLong end) {
    List<RecordedEvent> seen = new ArrayList<>();
    EventQuery done = EventQuery.types(java.util.Set.of("done"));
    while (seen.size() < end.get()) {
      EventQuery query = seen.size() % 2 == 0 ? EventQuery.all() : done;
      EventPage page = node.log().read(query, seen.size(), 50);
      for (RecordedEvent event : page.events()) {
        assertThat(event.position()).isEqualTo(seen.size() + 1L);
        seen.add(event);
      }
      assertThat(page.through()).isEqualTo(seen.size());
    }
    return seen;
  }
}
