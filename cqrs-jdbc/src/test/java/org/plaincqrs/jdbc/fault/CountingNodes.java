package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.plaincqrs.Cqrs;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Store;

/** Nodes in JVMs of their own on one PostgreSQL, and a writer here that follows nothing. */
final class CountingNodes implements AutoCloseable {
  final FreshDatabase fresh;
  final Store store;
  final Cqrs writer;
  private final Duration term;
  private final List<Jvm> nodes = new ArrayList<>();

  CountingNodes(Duration term) throws SQLException {
    this.term = term;
    fresh = TestDatabase.POSTGRESQL.fresh();
    JdbcStorage storage = JdbcStorage.on(fresh.dataSource());
    store = storage.open(Counting.model());
    writer = Counting.writer(storage);
    try (Connection connection = fresh.connect()) {
      CountingNode.TABLES.forEach(table -> execute(connection, table));
    }
  }

  private static void execute(Connection connection, String sql) {
    try {
      Bench.execute(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Begins a node, which says "up" when it is. */
  Jvm begin(String name) throws IOException {
    Jvm node = CountingNode.start(fresh, name, term);
    nodes.add(node);
    return node;
  }

  /** A node that is up. */
  Jvm start(String name) throws IOException {
    Jvm node = begin(name);
    node.await("up");
    return node;
  }

  /** Has a node end in good order. */
  void end(Jvm node) {
    node.tell("end");
    assertThat(node.awaitEnd()).as(node.errors()).isZero();
  }

  /** How many transactions a node has open. */
  int transactions(String name) throws SQLException {
    return numbers(
            "select pid from pg_stat_activity where state <> 'idle' and application_name = '"
                + name
                + "'")
        .size();
  }

  List<Reader> readers() {
    return store.subscriptions().roster().readers();
  }

  /** Every reader is where the log ends now. */
  void awaitAll() {
    long head = store.log().head();
    Counting.await(
        () -> "every reader at " + head + ": " + readers(),
        () -> readers().stream().allMatch(each -> each.position() >= head));
  }

  /** Once where the effect is in the transaction, at least once elsewhere. */
  void checkEffects() throws SQLException {
    List<Long> all = LongStream.rangeClosed(1, store.log().head()).boxed().toList();
    assertThat(Counting.shown(store)).isEqualTo(Counting.fold(store.log()));
    assertThat(numbers("select position from done order by position")).isEqualTo(all);
    assertThat(numbers("select distinct position from handled order by position")).isEqualTo(all);
  }

  private List<Long> numbers(String sql) throws SQLException {
    List<Long> found = new ArrayList<>();
    try (Connection connection = fresh.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getLong(1));
      }
    }
    return found;
  }

  @Override
  public void close() {
    nodes.forEach(Jvm::close);
    writer.close();
    store.close();
    fresh.close();
  }
}
