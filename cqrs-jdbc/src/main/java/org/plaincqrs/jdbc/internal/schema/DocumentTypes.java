package org.plaincqrs.jdbc.internal.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.jdbc.internal.document.JsonKind;
import org.plaincqrs.jdbc.internal.sql.Column;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;

/**
 * The table that says for which types of documents there are tables, and what those in them are
 * indexed by: columns and their kinds.
 */
final class DocumentTypes {
  private static final List<Column> COLUMNS =
      List.of(Column.of("name", Column.Kind.TEXT), Column.of("indexes", Column.Kind.TEXT));

  /** In place of its indexes, for a type whose table is being dropped. */
  private static final String MARK = "!";

  private final Dialect dialect;
  private final Tables tables;

  DocumentTypes(Dialect dialect, Tables tables) {
    this.dialect = dialect;
    this.tables = tables;
  }

  /** The columns of a type's indexes and their kinds, in one text. */
  static String declared(JsonKind kind) {
    return columns(kind).entrySet().stream()
        .map(column -> column.getKey() + " " + column.getValue())
        .collect(Collectors.joining(","));
  }

  private static Map<String, String> columns(JsonKind kind) {
    Map<String, String> columns = new TreeMap<>();
    for (Column column : kind.indexColumns()) {
      columns.put(column.name(), column.kind().name().toLowerCase(Locale.ROOT));
    }
    return columns;
  }

  /** Whether its table was made; it may be about to be dropped. */
  boolean isKnown(Connection connection, JsonKind kind) throws SQLException {
    return registered(connection, kind) != null;
  }

  /** Whether its table is about to be dropped, and may be gone. */
  boolean isMarked(Connection connection, JsonKind kind) throws SQLException {
    return MARK.equals(registered(connection, kind));
  }

  /**
   * Where the database differs from what a type declares, in words; empty when it does not.
   *
   * @throws ConfigurationException when an index has another type of value than its column
   */
  List<String> differences(Connection connection, JsonKind kind) throws SQLException {
    String registered = registered(connection, kind);
    if (registered == null || registered.equals(MARK)) {
      return List.of("table " + kind.table() + " of " + kind.type() + " is missing");
    }
    Map<String, String> there = columns(registered);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < kind.indexColumns().size(); i++) {
      String column = kind.indexColumns().get(i).name();
      String index = "index '" + kind.type().indexes().get(i).name() + "' of " + kind.type();
      String now = columns(kind).get(column);
      String then = there.remove(column);
      if (then == null) {
        differences.add(index + " is not in column " + column + " of " + kind.table());
      } else if (!then.equals(now)) {
        throw changed(index, kind.table() + "." + column, then, String.valueOf(now));
      }
    }
    for (String column : there.keySet()) {
      differences.add("no index of " + kind.type() + " is for column " + column + " any more");
    }
    return differences;
  }

  private static ConfigurationException changed(
      String index, String column, String then, String now) {
    return new ConfigurationException(
        "The "
            + index
            + " was over "
            + then
            + " when its column "
            + column
            + " was made, and is over "
            + now
            + " now; a column keeps its type. Give the new one another name.");
  }

  private @Nullable String registered(Connection connection, JsonKind kind) throws SQLException {
    String sql = tables.in("select indexes from cqrs_document_types where name = ?");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      dialect.setText(statement, 1, kind.type().name());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? dialect.text(rows, 1) : null;
      }
    }
  }

  private static Map<String, String> columns(String registered) {
    Map<String, String> columns = new TreeMap<>();
    for (String column : registered.isEmpty() ? new String[0] : registered.split(",", -1)) {
      int space = column.indexOf(' ');
      columns.put(column.substring(0, space), column.substring(space + 1));
    }
    return columns;
  }

  /** Its table and columns are there, and filled. */
  void register(Connection connection, JsonKind kind) throws SQLException {
    write(connection, kind, declared(kind));
  }

  /** Its table is about to be dropped. */
  void mark(Connection connection, JsonKind kind) throws SQLException {
    write(connection, kind, MARK);
  }

  private void write(Connection connection, JsonKind kind, String indexes) throws SQLException {
    dialect.execute(
        connection,
        dialect.insert(tables.in("cqrs_document_types"), COLUMNS, true),
        COLUMNS,
        List.<@Nullable Object[]>of(new Object[] {kind.type().name(), indexes}));
  }

  /** Its table is gone. */
  void forget(Connection connection, JsonKind kind) throws SQLException {
    String sql = tables.in("delete from cqrs_document_types where name = ?");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      dialect.setText(statement, 1, kind.type().name());
      statement.executeUpdate();
    }
  }
}
