package org.plaincqrs.jdbc.internal.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.StorageException;

/**
 * MariaDB and MySQL: every text that is compared is kept as its UTF-8 bytes, since no collation of
 * theirs tells both case and trailing spaces. A transaction is begun by a statement, which saves
 * the two round trips of switching auto-commit.
 */
public final class MariaDbDialect extends Dialect {
  private static final int LOCK_SECONDS = 60;
  private static final int DUPLICATE_KEY_NAME = 1061;
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int ROW_CHANGED_SINCE_SNAPSHOT = 1020;

  @Override
  public String name() {
    return "mariadb";
  }

  @Override
  public String type(Column.Kind kind) {
    return switch (kind) {
      case LONG -> "bigint";
      case INT -> "int";
      case BOOLEAN -> "boolean";
      case TEXT, KEY -> "varbinary(765)";
      case UUID -> "binary(16)";
      case BYTES -> "longblob";
    };
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    run(connection, "start transaction");
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    run(connection, "commit");
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    run(connection, "rollback");
  }

  @Override
  public boolean migratesInTransaction() {
    return false;
  }

  @Override
  public void migrate(Connection connection, String prefix, Migration migration)
      throws SQLException {
    try {
      lockSchema(connection, prefix);
      migration.on(connection);
      unlockSchema(connection, prefix);
    } catch (SQLException | RuntimeException | Error e) {
      unlockOrAbort(connection, prefix, e);
      throw e;
    }
  }

  /** The lock lives as long as the connection, which may live long in a pool. */
  private static void unlockOrAbort(Connection connection, String prefix, Throwable failure) {
    try {
      unlockSchema(connection, prefix);
    } catch (SQLException e) {
      failure.addSuppressed(e);
      try {
        connection.abort(Runnable::run);
      } catch (SQLException again) {
        failure.addSuppressed(again);
      }
    }
  }

  @Override
  String countTables() {
    return "select count(*) from information_schema.tables where table_schema = database() and"
        + " table_name = ?";
  }

  @Override
  void lockSchema(Connection connection, String prefix) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement("select get_lock(?, ?)")) {
      lock.setString(1, lockName(connection, prefix));
      lock.setInt(2, LOCK_SECONDS);
      try (ResultSet rows = lock.executeQuery()) {
        if (!rows.next() || rows.getInt(1) != 1) {
          throw new StorageException(
              "Another node has been changing the tables '"
                  + prefix
                  + "...' for more than "
                  + LOCK_SECONDS
                  + " s; start again when it is done.",
              null);
        }
      }
    }
  }

  private static void unlockSchema(Connection connection, String prefix) throws SQLException {
    try (PreparedStatement unlock = connection.prepareStatement("do release_lock(?)")) {
      unlock.setString(1, lockName(connection, prefix));
      unlock.execute();
    }
  }

  private static String lockName(Connection connection, String prefix) throws SQLException {
    String name = "cqrs:" + prefix + ":" + connection.getCatalog();
    return name.length() <= 64
        ? name
        : "cqrs:" + prefix + ":" + Integer.toHexString(name.hashCode());
  }

  /**
   * With the binary log, what was committed is taken from it after a crash; so it must be on the
   * disk as well. MariaDB's 3 flushes both, whatever {@code sync_binlog} says.
   */
  @Override
  public String nowMicros() {
    return "timestampdiff(microsecond, '1970-01-01 00:00:00', utc_timestamp(6))";
  }

  @Override
  public List<String> weakDurability(Connection connection, boolean joining) throws SQLException {
    List<String> warnings = warnings();
    String flush = setting(connection, "select @@innodb_flush_log_at_trx_commit");
    boolean both = "3".equals(flush);
    warnUnless(warnings, both || "1".equals(flush), "innodb_flush_log_at_trx_commit", flush);
    if (!both && "1".equals(setting(connection, "select @@log_bin"))) {
      String binlog = setting(connection, "select @@sync_binlog");
      warnUnless(warnings, "1".equals(binlog), "sync_binlog", binlog);
    }
    return warnings;
  }

  @Override
  String onConflict(List<Column> columns) {
    return " on duplicate key update "
        + columns.stream()
            .skip(1)
            .map(column -> column.name() + " = values(" + column.name() + ")")
            .collect(Collectors.joining(", "));
  }

  @Override
  public void setText(PreparedStatement statement, int index, String value) throws SQLException {
    statement.setBytes(index, value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public @Nullable String text(ResultSet rows, int index) throws SQLException {
    byte[] bytes = rows.getBytes(index);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** A backslash escapes, and what is beyond ASCII depends on the client: both go as bytes. */
  @Override
  public String literal(String text) {
    boolean plain = text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '\\');
    return plain
        ? super.literal(text)
        : "x'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'";
  }

  @Override
  public boolean isTransient(SQLException e) {
    return super.isTransient(e)
        || e.getErrorCode() == LOCK_WAIT_TIMEOUT
        || e.getErrorCode() == ROW_CHANGED_SINCE_SNAPSHOT;
  }

  @Override
  public String deleteCommandsBefore() {
    return "delete from cqrs_commands where time_micros < ? order by time_micros limit ?";
  }

  @Override
  public void createIndex(Connection connection, String name, String table, String columns)
      throws SQLException {
    try {
      run(connection, "create index " + name + " on " + table + " (" + columns + ")");
    } catch (SQLException e) {
      if (e.getErrorCode() != DUPLICATE_KEY_NAME) {
        throw e;
      }
    }
  }
}
