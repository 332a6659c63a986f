package org.plaincqrs.jdbc.internal.sql;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.Database;

/**
 * What differs from one database to the next: SQL text, and how values are bound and read. It holds
 * no flow. What is written here is what most of them share. Thread-safe; without state, but for the
 * turns of those who write where the database can't keep them.
 */
public abstract class Dialect {
  /** SQLState: nobody knows whether the statement was done. */
  static final String COMPLETION_UNKNOWN = "40003";

  static final int ROWS_PER_STATEMENT = 1_000;
  private static final int UUID_BYTES = 16;
  private static final String CONSTRAINT_VIOLATION = "23";

  /** The dialect of a database. */
  public static Dialect of(Database database) {
    return switch (database) {
      case POSTGRESQL -> new PostgreSqlDialect();
      case MARIADB -> new MariaDbDialect();
      case H2 -> new H2Dialect();
      case SQLITE -> new SqliteDialect();
    };
  }

  /** The folder of its schema files. */
  public abstract String name();

  /** The type of a column in DDL. */
  public abstract String type(Column.Kind kind);

  /**
   * Does what writes, its commit included; where the database needs that, while no other thread of
   * this process writes to it.
   */
  public <T extends @Nullable Object> T writing(Uninterrupted.Work<T> work) throws SQLException {
    return work.run();
  }

  /** Begins a transaction on a connection that is in auto-commit. */
  public void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
  }

  /** Commits what {@link #begin} has begun; the connection is in auto-commit again afterwards. */
  public void commit(Connection connection) throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  /**
   * Lets the transaction be committed before it is on the disk, where the database can do that in
   * such a way that the next usual commit brings it there too.
   */
  public void flushLater(Connection connection) throws SQLException {}

  /** Rolls back what {@link #begin} has begun, if it has; as after {@link #commit}. */
  public void rollback(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** What changes the schema. */
  @FunctionalInterface
  public interface Migration {
    /** Does it. */
    void on(Connection connection) throws SQLException;
  }

  /** Whether DDL takes part in transactions. */
  public boolean migratesInTransaction() {
    return true;
  }

  /**
   * Runs a migration while no other node does; in a transaction where {@link
   * #migratesInTransaction}, else on a connection in auto-commit.
   */
  public void migrate(Connection connection, String prefix, Migration migration)
      throws SQLException {
    lockSchema(connection, prefix);
    migration.on(connection);
  }

  /** Waits until no other node changes the schema, where the transaction is not lock enough. */
  void lockSchema(Connection connection, String prefix) throws SQLException {}

  /** How many tables of that name the connection sees. */
  abstract String countTables();

  /** Whether the connection sees a table of that name. */
  public final boolean exists(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(countTables())) {
      statement.setString(1, table);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getInt(1) > 0;
      }
    }
  }

  /** Sets what the library relies on, where a database's own setting would make it wrong. */
  public void prepare(Connection connection) throws SQLException {}

  /**
   * Settings under which an acknowledged commit may be lost, in words; empty when all is well.
   *
   * @param joining whether the library takes part in the application's transactions
   */
  public abstract List<String> weakDurability(Connection connection, boolean joining)
      throws SQLException;

  /**
   * Whether a transaction of the application may be joined at an isolation above READ COMMITTED:
   * only where a stale snapshot is found out by the lock of the head.
   */
  public boolean joinsAnyIsolation() {
    return false;
  }

  /**
   * The time on the database's own clock as a number, in microseconds since 1970; an expression. It
   * never leaps with a time zone's summer time.
   */
  public abstract String nowMicros();

  /** What ends a query whose rows are to be locked until the transaction ends. */
  public String forUpdate() {
    return " for update";
  }

  /** Reads position and revision of the head, and locks it until the transaction ends. */
  public String lockHead() {
    return "select position, revision from cqrs_head where one = 1 for update";
  }

  /** One row per stream, each with its last version. */
  public Map<String, Long> versions(
      Connection connection, Tables tables, Collection<String> streams) throws SQLException {
    Map<String, Long> versions = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(tables.in(STREAM_VERSION))) {
      for (String stream : streams) {
        setText(statement, 1, stream);
        try (ResultSet rows = statement.executeQuery()) {
          if (rows.next()) {
            versions.put(stream, rows.getLong(1));
          }
        }
      }
    }
    return versions;
  }

  /**
   * What ends a subquery that is to be executed for each row as it stands, and not turned into a
   * join.
   */
  public String asItStands() {
    return "";
  }

  /** The version of one stream: the last entry of its index, on every database. */
  public static final String STREAM_VERSION =
      "select version from cqrs_events where stream = ? order by version desc limit 1";

  /** Selects columns of the rows with these ids; prepared and bound. */
  public PreparedStatement withIds(
      Connection connection, String columns, String table, List<UUID> ids) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            "select " + columns + " from " + table + " where id in (" + marks(ids.size()) + ")");
    for (int i = 0; i < ids.size(); i++) {
      setUuid(statement, i + 1, ids.get(i));
    }
    return statement;
  }

  /** The end of a statement that makes a table whose rows are written again and again. */
  public String roomForUpdates() {
    return "";
  }

  /** How many keys one statement takes. */
  public int keysAtOnce() {
    return 256;
  }

  /** Selects columns of the rows with these values of {@code dkey}; prepared and bound. */
  public PreparedStatement withKeys(
      Connection connection, String columns, String table, List<String> keys) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            "select " + columns + " from " + table + " where dkey in (" + marks(keys.size()) + ")");
    for (int i = 0; i < keys.size(); i++) {
      setKey(statement, i + 1, keys.get(i));
    }
    return statement;
  }

  /** Inserts a row, or with {@code replace} puts it in place of that with the same first column. */
  public String insert(String table, List<Column> columns, boolean replace) {
    return "insert into "
        + table
        + " ("
        + names(columns)
        + ") values ("
        + marks(columns.size())
        + ")"
        + (replace ? onConflict(columns) : "");
  }

  String onConflict(List<Column> columns) {
    return " on conflict ("
        + columns.get(0).name()
        + ") do update set "
        + columns.stream()
            .skip(1)
            .map(column -> column.name() + " = excluded." + column.name())
            .collect(Collectors.joining(", "));
  }

  /** Executes an {@link #insert} for many rows, each an array in the order of the columns. */
  public void execute(
      Connection connection, String sql, List<Column> columns, List<@Nullable Object[]> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int batched = 0;
      for (@Nullable Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          set(statement, i + 1, columns.get(i).kind(), row[i]);
        }
        if (rows.size() == 1) {
          statement.executeUpdate();
          return;
        }
        statement.addBatch();
        if (++batched == ROWS_PER_STATEMENT) {
          statement.executeBatch();
          batched = 0;
        }
      }
      if (batched > 0) {
        statement.executeBatch();
      }
    }
  }

  /** Binds a value of a kind. */
  public final void set(
      PreparedStatement statement, int index, Column.Kind kind, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      setNull(statement, index, kind);
      return;
    }
    switch (kind) {
      case LONG -> statement.setLong(index, (Long) value);
      case INT -> statement.setInt(index, (Integer) value);
      case BOOLEAN -> statement.setBoolean(index, (Boolean) value);
      case TEXT -> setText(statement, index, (String) value);
      case KEY -> setKey(statement, index, (String) value);
      case UUID -> setUuid(statement, index, (UUID) value);
      case BYTES -> statement.setBytes(index, (byte[]) value);
    }
  }

  void setNull(PreparedStatement statement, int index, Column.Kind kind) throws SQLException {
    statement.setNull(
        index,
        switch (kind) {
          case LONG -> Types.BIGINT;
          case INT -> Types.INTEGER;
          case BOOLEAN -> Types.BOOLEAN;
          case TEXT -> Types.VARCHAR;
          case KEY, BYTES -> Types.VARBINARY;
          case UUID -> Types.BINARY;
        });
  }

  /** Binds a text that is compared exactly. */
  public void setText(PreparedStatement statement, int index, String value) throws SQLException {
    statement.setString(index, value);
  }

  /** Reads a text. */
  public @Nullable String text(ResultSet rows, int index) throws SQLException {
    return rows.getString(index);
  }

  /** Binds a text that is also ordered by code points. */
  public void setKey(PreparedStatement statement, int index, String value) throws SQLException {
    setText(statement, index, value);
  }

  /** Reads what {@link #setKey} has bound. */
  public String key(ResultSet rows, int index) throws SQLException {
    return String.valueOf(text(rows, index));
  }

  /** Binds an id. */
  public void setUuid(PreparedStatement statement, int index, UUID value) throws SQLException {
    statement.setBytes(
        index,
        ByteBuffer.allocate(16)
            .putLong(value.getMostSignificantBits())
            .putLong(value.getLeastSignificantBits())
            .array());
  }

  /**
   * Reads an id.
   *
   * @throws IllegalArgumentException when it is none
   */
  public UUID uuid(ResultSet rows, int index) throws SQLException {
    byte[] found = rows.getBytes(index);
    if (found.length != UUID_BYTES) {
      throw new IllegalArgumentException("an id of " + found.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(found);
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  /**
   * Whether the same may succeed when tried again at once: nothing of the transaction was kept. A
   * deadlock, a lock not granted in time, a snapshot that was too old. A pool that has no
   * connection to give is not, since it has waited long enough.
   */
  public boolean isTransient(SQLException e) {
    String state = e.getSQLState();
    return (e instanceof SQLTransientException && !(e instanceof SQLTransientConnectionException))
        || (state != null && state.startsWith("40") && !COMPLETION_UNKNOWN.equals(state));
  }

  /**
   * Whether the connection is gone, so that it is not known what became of what was sent last; a
   * new one may work.
   */
  public boolean isDisconnect(SQLException e) {
    String state = e.getSQLState();
    return e instanceof SQLRecoverableException
        || e instanceof SQLNonTransientConnectionException
        || (state != null
            && (state.startsWith("08") || state.startsWith("57P"))
            && !(e instanceof SQLTransientConnectionException));
  }

  /**
   * What to throw when a row could not be inserted: that it may be tried again, when another has
   * inserted it first, and would then be found.
   */
  public static SQLException notInserted(SQLException e) {
    String state = e.getSQLState();
    return state != null && state.startsWith(CONSTRAINT_VIOLATION)
        ? new SQLTransientException(e)
        : e;
  }

  /** Deletes some of the commands that are older than a time in microseconds, the oldest first. */
  public String deleteCommandsBefore() {
    return "delete from cqrs_commands where id in"
        + " (select id from cqrs_commands where time_micros < ? order by time_micros limit ?)";
  }

  /** Makes an index unless it is there. */
  public void createIndex(Connection connection, String name, String table, String columns)
      throws SQLException {
    run(connection, "create index if not exists " + name + " on " + table + " (" + columns + ")");
  }

  /** A text inside of a statement that is printed for others to execute. */
  public String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** Executes a statement without parameters. */
  public static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The value of a query of one row and column, as text; null when there is none. */
  static @Nullable String setting(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** So many question marks. */
  public static String marks(int count) {
    return String.join(", ", java.util.Collections.nCopies(count, "?"));
  }

  static void warnUnless(
      List<String> warnings, boolean durable, String setting, @Nullable String value) {
    if (!durable) {
      warnings.add(setting + " is " + value);
    }
  }

  static List<String> warnings() {
    return new ArrayList<>(1);
  }
}
