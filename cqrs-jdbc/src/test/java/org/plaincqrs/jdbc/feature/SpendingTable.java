package org.plaincqrs.jdbc.feature;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.Database;
import org.plaincqrs.jdbc.DocumentTable;
import org.plaincqrs.jdbc.feature.Shop.Spending;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Versioned;

// [table]
/** Spendings in the application's own table, in columns that reports can use. */
final class SpendingTable implements DocumentTable<Spending> {
  /** Keys must differ as Java's strings do, which is not every database's habit. */
  static String ddl(Database database) {
    String key =
        switch (database) {
          case POSTGRESQL -> "varchar(255) collate \"C\"";
          case MARIADB -> "varbinary(765)";
          case H2, SQLITE -> "varchar(255)";
        };
    return "create table spending (customer "
        + key
        + " primary key, cents bigint, good int, version bigint)";
  }

  @Override
  public @Nullable Versioned<Spending> find(Connection connection, String key) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select customer, cents, good, version from spending where customer = ?")) {
      query.setString(1, key);
      List<Row<Spending>> found = rows(query);
      return found.isEmpty() ? null : found.get(0).versioned();
    }
  }

  @Override
  public void put(Connection connection, String key, Versioned<Spending> spending)
      throws SQLException {
    remove(connection, key);
    try (PreparedStatement insert =
        connection.prepareStatement("insert into spending values (?, ?, ?, ?)")) {
      insert.setString(1, key);
      insert.setLong(2, spending.document().cents());
      insert.setInt(3, spending.document().good() ? 1 : 0);
      insert.setLong(4, spending.version());
      insert.executeUpdate();
    }
  }

  @Override
  public void remove(Connection connection, String key) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from spending where customer = ?")) {
      delete.setString(1, key);
      delete.executeUpdate();
    }
  }

  // [/table]

  @Override
  public long count(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("select count(*) from spending");
        ResultSet rows = query.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public List<Row<Spending>> page(Connection connection, String after, int limit)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select customer, cents, good, version from spending where customer > ? order by"
                + " customer limit ?")) {
      query.setString(1, after);
      query.setInt(2, limit);
      return rows(query);
    }
  }

  @Override
  public List<Row<Spending>> page(
      Connection connection, Index<Spending, ?> index, Object value, String after, int limit)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select customer, cents, good, version from spending where good = ? and customer > ?"
                + " order by customer limit ?")) {
      query.setInt(1, value.equals(true) ? 1 : 0);
      query.setString(2, after);
      query.setInt(3, limit);
      return rows(query);
    }
  }

  private static List<Row<Spending>> rows(PreparedStatement query) throws SQLException {
    List<Row<Spending>> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        Spending spending = new Spending(rows.getString(1), rows.getLong(2), rows.getInt(3) == 1);
        found.add(new Row<>(spending.customer(), new Versioned<>(spending, rows.getLong(4))));
      }
    }
    return found;
  }
}
