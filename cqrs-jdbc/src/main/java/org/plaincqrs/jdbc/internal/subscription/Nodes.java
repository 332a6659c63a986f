package org.plaincqrs.jdbc.internal.subscription;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.internal.log.MessageJson;
import org.plaincqrs.jdbc.internal.sql.Column;

/** The nodes, each with the end of its term on the database's clock: no other clock is asked. */
final class Nodes {
  /** Those whose term is not over, as a subquery for others. */
  static final String ALIVE = "select node from cqrs_nodes where until_micros > {now}";

  private static final int TERMS_KEPT = 10;
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("node", Column.Kind.TEXT),
          Column.of("runs", Column.Kind.TEXT),
          Column.of("until_micros", Column.Kind.LONG));

  private final Statements statements;
  private final MessageJson json = new MessageJson();
  private final String alive;
  private final String goOn;
  private final String now;
  private final String put;
  private final String longDead;
  private final String bury;
  private final String remove;

  Nodes(Statements statements) {
    this.statements = statements;
    alive = statements.in("select node, runs from cqrs_nodes where until_micros > {now}");
    goOn =
        statements.in(
            "update cqrs_nodes set until_micros = {now} + ? where node = ? and runs = ?"
                + " and until_micros > {now}");
    now = "select " + statements.in("{now}");
    put = statements.dialect().insert(statements.in("cqrs_nodes"), COLUMNS, true);
    longDead = statements.in("select node from cqrs_nodes where until_micros < ? order by node");
    bury = statements.in("delete from cqrs_nodes where node = ? and until_micros < ?");
    remove = statements.in("delete from cqrs_nodes where node = ?");
  }

  /** Those whose term is not over, and what each can run. */
  Map<String, Set<String>> alive(Connection connection) throws SQLException {
    Map<String, Set<String>> nodes = new HashMap<>();
    statements.query(
        connection, alive, row -> nodes.put(text(row, 1), Set.copyOf(json.texts(text(row, 2)))));
    return nodes;
  }

  /**
   * Begins another term.
   *
   * @return whether others should look: the node came in, came back, or runs something else
   */
  boolean beat(Connection connection, String node, Set<String> runs, Duration term)
      throws SQLException {
    long micros = TimeUnit.NANOSECONDS.toMicros(term.toNanos());
    String written = json.texts(new TreeSet<>(runs));
    if (statements.update(connection, goOn, micros, node, written) == 1) {
      return false;
    }
    long at = statements.query(connection, now, row -> row.getLong(1)).get(0);
    statements
        .dialect()
        .execute(
            connection,
            put,
            COLUMNS,
            List.<@Nullable Object[]>of(new Object[] {node, written, at + micros}));
    bury(connection, at - TERMS_KEPT * micros);
    return true;
  }

  /** One by one and by their keys, so that no database locks those that are alive. */
  private void bury(Connection connection, long deadSince) throws SQLException {
    for (String node : statements.query(connection, longDead, row -> text(row, 1), deadSince)) {
      statements.update(connection, bury, node, deadSince);
    }
  }

  /** Whether it was there. */
  boolean remove(Connection connection, String node) throws SQLException {
    return statements.update(connection, remove, node) == 1;
  }

  private String text(java.sql.ResultSet row, int column) throws SQLException {
    return String.valueOf(statements.dialect().text(row, column));
  }
}
