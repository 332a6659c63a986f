package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A view as one writes it by hand for one database: reads a page, folds it by account, adds the
 * sums by one statement, and moves its checkpoint in the same transaction.
 */
final class HandProjection implements Work {
  private static final int PAGE = 1_000;
  private static final String ON_POSTGRESQL =
      """
      insert into hand_balances select * from unnest(?, ?)
      on conflict (account) do update set cents = hand_balances.cents + excluded.cents
      """;
  private static final String ON_H2 =
      """
      merge into hand_balances t
      using (select * from unnest(cast(? as varchar(100) array), cast(? as bigint array)) as u(account, cents)) s
      on t.account = s.account
      when matched then update set cents = t.cents + s.cents
      when not matched then insert values (s.account, s.cents)
      """;

  private final TableSet tables;
  private final HikariDataSource pool;
  private final HandJson json = HandJson.create();
  private final String upsert;

  HandProjection(TableSet tables, HikariDataSource pool) throws SQLException {
    this.tables = tables;
    this.pool = pool;
    upsert = tables.server().isPostgreSql() ? ON_POSTGRESQL : ON_H2;
    execute("create table hand_balances (account varchar(100) primary key, cents bigint not null)");
    execute("create table hand_checkpoint (position bigint not null)");
    execute("insert into hand_checkpoint values (0)");
  }

  @Override
  public int once(int caller) throws SQLException {
    int events = 0;
    try (Connection connection = pool.getConnection()) {
      for (long at = 0, next = page(connection, at); next > at; next = page(connection, at)) {
        events += (int) (next - at);
        at = next;
      }
    }
    return events;
  }

  private long page(Connection connection, long after) throws SQLException {
    Map<String, Long> sums = new LinkedHashMap<>();
    long last = after;
    String sql =
        "select position, payload from "
            + tables.prefix()
            + "events where position > ? order by position limit "
            + PAGE;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, after);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          last = rows.getLong(1);
          Deposited event = json.payload(rows.getBytes(2));
          sums.merge(event.account(), event.cents(), Long::sum);
        }
      }
    }
    if (last > after) {
      write(connection, sums, last);
    }
    connection.commit();
    return last;
  }

  private void write(Connection connection, Map<String, Long> sums, long position)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(upsert)) {
      statement.setArray(1, connection.createArrayOf("varchar", sums.keySet().toArray()));
      statement.setArray(2, connection.createArrayOf("bigint", sums.values().toArray()));
      statement.executeUpdate();
    }
    try (PreparedStatement statement =
        connection.prepareStatement("update hand_checkpoint set position = ?")) {
      statement.setLong(1, position);
      statement.executeUpdate();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      connection.commit();
    }
  }

  @Override
  public void close() throws SQLException {
    execute("drop table hand_balances");
    execute("drop table hand_checkpoint");
    pool.close();
  }
}
