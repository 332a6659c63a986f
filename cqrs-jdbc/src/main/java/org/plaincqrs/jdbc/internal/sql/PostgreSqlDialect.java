package org.plaincqrs.jdbc.internal.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: many rows go as arrays, one per column, through {@code unnest}. */
public final class PostgreSqlDialect extends Dialect {
  /** Classes of SQLState: data, integrity, transaction state, rollback, syntax, resources. */
  private static final Set<String> REFUSALS =
      Set.of("21", "22", "23", "25", "40", "42", "44", "53", "54", "55", "P0");

  private static final String QUERY_CANCELED = "57014";

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String type(Column.Kind kind) {
    return switch (kind) {
      case TEXT, KEY -> "text collate \"C\"";
      default -> array(kind);
    };
  }

  /** The name of the type of the elements, as {@link Connection#createArrayOf} wants it. */
  public static String array(Column.Kind kind) {
    return switch (kind) {
      case LONG -> "int8";
      case INT -> "int4";
      case BOOLEAN -> "bool";
      case TEXT, KEY -> "text";
      case UUID -> "uuid";
      case BYTES -> "bytea";
    };
  }

  @Override
  String countTables() {
    return "select count(to_regclass(?))";
  }

  @Override
  void lockSchema(Connection connection, String prefix) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
      lock.setString(1, "plain-cqrs schema " + prefix);
      lock.execute();
    }
  }

  @Override
  public String nowMicros() {
    return "(extract(epoch from clock_timestamp()) * 1000000)::bigint";
  }

  @Override
  public List<String> weakDurability(Connection connection, boolean joining) throws SQLException {
    List<String> warnings = warnings();
    for (String setting : List.of("synchronous_commit", "fsync", "full_page_writes")) {
      String value = setting(connection, "show " + setting);
      warnUnless(warnings, !"off".equals(value), setting, value);
    }
    return warnings;
  }

  @Override
  public void flushLater(Connection connection) throws SQLException {
    run(connection, "set local synchronous_commit to off");
  }

  @Override
  public String asItStands() {
    return " offset 0";
  }

  @Override
  public boolean joinsAnyIsolation() {
    return true;
  }

  @Override
  public Map<String, Long> versions(
      Connection connection, Tables tables, Collection<String> streams) throws SQLException {
    Map<String, Long> versions = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(tables.in(VERSIONS))) {
      statement.setArray(1, connection.createArrayOf("text", streams.toArray(String[]::new)));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          versions.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return versions;
  }

  private static final String VERSIONS =
      """
      select s.stream, e.version from unnest((select ?::text[])) s(stream) cross join lateral
        (select version from cqrs_events where stream = s.stream order by version desc limit 1) e
      """;

  @Override
  public PreparedStatement withIds(
      Connection connection, String columns, String table, List<UUID> ids) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(lookUp(columns, table, "id", Column.Kind.UUID));
    statement.setArray(1, connection.createArrayOf("uuid", ids.toArray(UUID[]::new)));
    return statement;
  }

  /** A row that finds room in its page leaves the indexes as they are. */
  @Override
  public String roomForUpdates() {
    return " with (fillfactor = 70)";
  }

  @Override
  public int keysAtOnce() {
    return ROWS_PER_STATEMENT;
  }

  @Override
  public PreparedStatement withKeys(
      Connection connection, String columns, String table, List<String> keys) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            "select " + columns + " from " + table + " where dkey = any(?)");
    statement.setArray(1, connection.createArrayOf("text", keys.toArray(String[]::new)));
    return statement;
  }

  /**
   * One text for any number of values; the limit keeps the planner from reading the whole table.
   */
  private static String lookUp(String columns, String table, String by, Column.Kind kind) {
    return "select c.* from unnest((select ?::"
        + array(kind)
        + "[])) i(by) cross join lateral (select "
        + columns
        + " from "
        + table
        + " where "
        + by
        + " = i.by limit 1) c";
  }

  @Override
  public String insert(String table, List<Column> columns, boolean replace) {
    String arrays =
        columns.stream()
            .map(column -> "?::" + array(column.kind()) + "[]")
            .collect(Collectors.joining(", "));
    return "insert into "
        + table
        + " ("
        + names(columns)
        + ") select * from unnest("
        + arrays
        + ")"
        + (replace ? onConflict(columns) : "");
  }

  @Override
  public void execute(
      Connection connection, String sql, List<Column> columns, List<@Nullable Object[]> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int from = 0; from < rows.size(); from += ROWS_PER_STATEMENT) {
        List<@Nullable Object[]> part =
            rows.subList(from, Math.min(rows.size(), from + ROWS_PER_STATEMENT));
        for (int i = 0; i < columns.size(); i++) {
          Column.Kind kind = columns.get(i).kind();
          statement.setArray(i + 1, connection.createArrayOf(array(kind), column(kind, part, i)));
        }
        statement.executeUpdate();
      }
    }
  }

  /** One column of rows, as {@link Connection#createArrayOf} wants it. */
  public static @Nullable Object[] column(
      Column.Kind kind, List<@Nullable Object[]> rows, int column) {
    @Nullable Object[] values = array(kind, rows.size());
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i)[column];
    }
    return values;
  }

  /** Of the exact type, since the driver sends only those in binary; others go as text. */
  private static @Nullable Object[] array(Column.Kind kind, int length) {
    return switch (kind) {
      case LONG -> new Long[length];
      case INT -> new Integer[length];
      case BOOLEAN -> new Boolean[length];
      case TEXT, KEY -> new String[length];
      case UUID -> new UUID[length];
      case BYTES -> new byte[length][];
    };
  }

  @Override
  void setNull(PreparedStatement statement, int index, Column.Kind kind) throws SQLException {
    statement.setNull(index, kind == Column.Kind.UUID ? Types.OTHER : Types.NULL);
  }

  @Override
  public void setUuid(PreparedStatement statement, int index, UUID value) throws SQLException {
    statement.setObject(index, value);
  }

  @Override
  public UUID uuid(ResultSet rows, int index) throws SQLException {
    return rows.getObject(index, UUID.class);
  }

  /**
   * Whether it is the server's own word that a statement was not done. What a driver or a pool
   * throws may come after it was.
   */
  public static boolean isRefusal(SQLException e) {
    String state = e.getSQLState();
    return QUERY_CANCELED.equals(state)
        || (state != null
            && state.length() == 5
            && REFUSALS.contains(state.substring(0, 2))
            && !COMPLETION_UNKNOWN.equals(state));
  }

  @Override
  public boolean isTransient(SQLException e) {
    return super.isTransient(e) || "55P03".equals(e.getSQLState());
  }
}
