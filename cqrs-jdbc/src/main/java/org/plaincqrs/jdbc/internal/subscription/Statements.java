package org.plaincqrs.jdbc.internal.subscription;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.plaincqrs.jdbc.internal.sql.Column;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;

/** Executes statements whose values are bound by what they are. Thread-safe. */
record Statements(Dialect dialect, Tables tables) {
  /** Makes something of the row that a result stands at. */
  interface Row<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /**
   * A statement as it is written here, with this prefix and this database's clock for {@code
   * {now}}.
   */
  String in(String sql) {
    return tables.in(sql).replace("{now}", dialect.nowMicros());
  }

  /** The number of rows that were changed. */
  int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  /** Every row. */
  <T> List<T> query(Connection connection, String sql, Row<T> row, Object... values)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(row.read(rows));
        }
      }
    }
    return found;
  }

  private void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      dialect.set(statement, i + 1, kind(values[i]), values[i]);
    }
  }

  private static Column.Kind kind(Object value) {
    if (value instanceof String) {
      return Column.Kind.TEXT;
    }
    if (value instanceof Boolean) {
      return Column.Kind.BOOLEAN;
    }
    return value instanceof Integer ? Column.Kind.INT : Column.Kind.LONG;
  }
}
