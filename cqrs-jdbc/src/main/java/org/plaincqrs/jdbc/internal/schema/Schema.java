package org.plaincqrs.jdbc.internal.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.jdbc.internal.document.JsonKind;
import org.plaincqrs.jdbc.internal.document.Names;
import org.plaincqrs.jdbc.internal.document.Rooms;
import org.plaincqrs.jdbc.internal.sql.Column;
import org.plaincqrs.jdbc.internal.sql.Connections;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;

/**
 * Brings the tables to the state that this library and the application's documents need, under a
 * lock, so that several nodes may start at once; or, where the application does that itself, only
 * checks them. Killed on the way, it goes on with the next start.
 */
public final class Schema {
  private static final String VERSION_TABLE =
      "create table if not exists cqrs_schema (version int not null primary key)";
  private static final String VERSION = "select max(version) from cqrs_schema";
  private static final String NEW_VERSION = "insert into cqrs_schema (version) values (?)";

  private final Connections connections;
  private final Dialect dialect;
  private final Tables tables;
  private final DocumentTypes types;

  /** The schema under a prefix. */
  public Schema(Connections connections, Tables tables) {
    this.connections = connections;
    this.dialect = connections.dialect();
    this.tables = tables;
    types = new DocumentTypes(dialect, tables);
  }

  /**
   * All that {@link #migrate} would execute on an empty database, to be run by hand or by a tool.
   */
  public static String ddl(Dialect dialect, Tables tables, List<JsonKind> kinds) {
    StringBuilder ddl = new StringBuilder(tables.in(VERSION_TABLE)).append(";\n\n");
    for (int number = 1; number <= SchemaFiles.NEWEST; number++) {
      ddl.append(SchemaFiles.text(dialect, tables, number))
          .append(tables.in("insert into cqrs_schema (version) values (" + number + ");\n\n"));
    }
    kinds.forEach(kind -> ddl.append(ddl(dialect, tables, kind)));
    return ddl.toString();
  }

  private static String ddl(Dialect dialect, Tables tables, JsonKind kind) {
    StringBuilder ddl = new StringBuilder(kind.create()).append(";\n");
    for (Column column : kind.indexColumns()) {
      ddl.append(addColumn(dialect, kind, column))
          .append(";\ncreate index ")
          .append(Names.index(kind.table(), column.name()))
          .append(" on ")
          .append(kind.table())
          .append(" (")
          .append(column.name())
          .append(", dkey);\n");
    }
    return ddl.append("insert into ")
        .append(tables.prefix())
        .append("document_types (name, indexes) values (")
        .append(dialect.literal(kind.type().name()))
        .append(", ")
        .append(dialect.literal(DocumentTypes.declared(kind)))
        .append(");\n")
        .toString();
  }

  private static String addColumn(Dialect dialect, JsonKind kind, Column column) {
    return "alter table "
        + kind.table()
        + " add column "
        + column.name()
        + " "
        + dialect.type(column.kind());
  }

  /** Makes and changes what must be made and changed. */
  public void migrate(List<JsonKind> kinds) throws SQLException {
    if (differences(kinds).isEmpty()) {
      return;
    }
    alone(
        locked -> {
          migrateFiles(locked);
          for (JsonKind kind : kinds) {
            migrate(locked, kind);
          }
        });
  }

  /** Runs a change while no other node does one. */
  private void alone(Dialect.Migration change) throws SQLException {
    Connections.Work<Boolean> work =
        connection -> {
          dialect.migrate(connection, tables.prefix(), change);
          return true;
        };
    if (dialect.migratesInTransaction()) {
      connections.ownTransaction(work);
    } else {
      connections.alone(work);
    }
  }

  /**
   * Where the database differs from what is needed, in words; found out without a lock and without
   * a trace.
   */
  private List<String> differences(List<JsonKind> kinds) throws SQLException {
    return connections.alone(
        connection -> {
          int version = version(connection);
          if (version != SchemaFiles.NEWEST) {
            return List.of("they have schema " + version + " and need " + SchemaFiles.NEWEST);
          }
          List<String> differences = new ArrayList<>();
          for (JsonKind kind : kinds) {
            differences.addAll(types.differences(connection, kind));
          }
          return differences;
        });
  }

  /**
   * Refuses tables that are not as they must be.
   *
   * @throws ConfigurationException that says where they differ, and what to run
   */
  public void check(List<JsonKind> kinds) throws SQLException {
    List<String> differences = differences(kinds);
    if (!differences.isEmpty()) {
      throw new ConfigurationException(
          "The tables '"
              + tables.prefix()
              + "...' are not those that this version of the library and the application's documents"
              + " need: "
              + String.join("; ", differences)
              + ". Print them by JdbcStorage.ddl(...) and bring the database there, or open the"
              + " storage once with createSchema(true): an index that is added where documents are"
              + " already needs that, since the library fills it.");
    }
  }

  /**
   * The tables of documents while the store is open.
   *
   * @param mayChange whether tables may be made and dropped
   */
  public Rooms rooms(boolean mayChange) {
    return new Rooms() {
      @Override
      public void create(JsonKind kind) throws SQLException {
        if (mayChange) {
          again(() -> migrate(List.of(kind)));
        } else if (!differences(List.of(kind)).isEmpty()) {
          throw missing(kind);
        }
      }

      @Override
      public void drop(JsonKind kind) throws SQLException {
        again(
            mayChange ? () -> alone(locked -> Schema.this.drop(locked, kind)) : () -> empty(kind));
      }
    };
  }

  private interface Change {
    void run() throws SQLException;
  }

  /** Beside a store at work another transaction may be in the way. */
  private void again(Change change) throws SQLException {
    connections.retrying(
        () -> {
          change.run();
          return true;
        });
  }

  private ConfigurationException missing(JsonKind kind) {
    return new ConfigurationException(
        "There is no table for "
            + kind.type()
            + ", or not as it must be, and this storage may not change tables: createSchema(false)."
            + " Have it made by this, or let the library do it by createSchema(true):\n"
            + ddl(dialect, tables, kind));
  }

  private void drop(Connection connection, JsonKind kind) throws SQLException {
    if (types.isKnown(connection, kind)) {
      types.mark(connection, kind);
      dropMarked(connection, kind);
    }
  }

  private void empty(JsonKind kind) throws SQLException {
    connections.ownTransaction(
        connection -> {
          if (types.isKnown(connection, kind)) {
            Dialect.run(connection, "delete from " + kind.table());
          }
          return true;
        });
  }

  /** What was marked is not taken for room, whenever this is killed. */
  private void dropMarked(Connection connection, JsonKind kind) throws SQLException {
    Dialect.run(connection, "drop table if exists " + kind.table());
    types.forget(connection, kind);
  }

  private void migrateFiles(Connection connection) throws SQLException {
    Dialect.run(connection, tables.in(VERSION_TABLE));
    for (int number = version(connection) + 1; number <= SchemaFiles.NEWEST; number++) {
      for (String statement : SchemaFiles.statements(SchemaFiles.text(dialect, tables, number))) {
        Dialect.run(connection, statement);
      }
      try (PreparedStatement insert = connection.prepareStatement(tables.in(NEW_VERSION))) {
        insert.setInt(1, number);
        insert.executeUpdate();
      }
    }
  }

  /** The version of the tables that are there, 0 without any. */
  private int version(Connection connection) throws SQLException {
    if (columns(connection, tables.in("cqrs_schema")).isEmpty()) {
      return 0;
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(tables.in(VERSION))) {
      int version = rows.next() ? rows.getInt(1) : 0;
      if (version > SchemaFiles.NEWEST) {
        throw new ConfigurationException(
            "The tables '"
                + tables.prefix()
                + "...' have schema "
                + version
                + ", this version of the library knows "
                + SchemaFiles.NEWEST
                + ": a newer one has changed them. Use that one, or another table prefix.");
      }
      return version;
    }
  }

  private void migrate(Connection connection, JsonKind kind) throws SQLException {
    if (types.differences(connection, kind).isEmpty()) {
      return;
    }
    if (types.isMarked(connection, kind)) {
      dropMarked(connection, kind);
    }
    if (!types.isKnown(connection, kind)) {
      Dialect.run(connection, kind.create());
    }
    Set<String> present = columns(connection, kind.table());
    for (Column column : kind.indexColumns()) {
      if (!present.contains(column.name())) {
        Dialect.run(connection, addColumn(dialect, kind, column));
      }
      dialect.createIndex(
          connection,
          Names.index(kind.table(), column.name()),
          kind.table(),
          column.name() + ", dkey");
    }
    if (!kind.indexColumns().isEmpty()) {
      kind.fillIndexes(connection);
    }
    types.register(connection, kind);
  }

  /** The columns of a table in lower case; none when it is not there. */
  private Set<String> columns(Connection connection, String table) throws SQLException {
    Set<String> columns = new HashSet<>();
    if (!dialect.exists(connection, table)) {
      return columns;
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from " + table + " where 1 = 0")) {
      ResultSetMetaData metadata = rows.getMetaData();
      for (int i = 1; i <= metadata.getColumnCount(); i++) {
        columns.add(metadata.getColumnLabel(i).toLowerCase(Locale.ROOT));
      }
    }
    return columns;
  }
}
