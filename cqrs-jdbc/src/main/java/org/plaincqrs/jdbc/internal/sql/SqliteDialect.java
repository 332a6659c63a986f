package org.plaincqrs.jdbc.internal.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQLite: a writing transaction takes the database's one write lock as it begins, so that it never
 * finds out late that another was faster.
 */
public final class SqliteDialect extends Dialect {
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int PRIMARY_CODE = 0xFF;

  private final OneWriter writer;

  /** The dialect of SQLite. */
  public SqliteDialect() {
    this(new OneWriter("SQLite"));
  }

  SqliteDialect(OneWriter writer) {
    this.writer = writer;
  }

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public String type(Column.Kind kind) {
    return switch (kind) {
      case LONG, INT, BOOLEAN -> "integer";
      case TEXT, KEY -> "text";
      case UUID, BYTES -> "blob";
    };
  }

  /**
   * Who finds the write lock taken asks for it again after a pause, and whoever comes in between
   * gets it: one that writes again and again keeps others out for seconds. So the threads of this
   * process stand in line before they ask.
   */
  @Override
  public <T extends @Nullable Object> T writing(Uninterrupted.Work<T> work) throws SQLException {
    return writer.writing(work);
  }

  @Override
  public void prepare(Connection connection) throws SQLException {
    writer.at(setting(connection, "select file from pragma_database_list where name = 'main'"));
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    run(connection, "begin immediate");
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    run(connection, "commit");
  }

  /** It may not have begun, for example when another has held the lock for too long. */
  @Override
  public void rollback(Connection connection) throws SQLException {
    try {
      run(connection, "rollback");
    } catch (SQLException e) {
      if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
        throw e;
      }
    }
  }

  /** Writes, since a transaction of the application may have only read so far. */
  @Override
  public String lockHead() {
    return "update cqrs_head set revision = revision where one = 1 returning position, revision";
  }

  @Override
  public boolean joinsAnyIsolation() {
    return true;
  }

  @Override
  String countTables() {
    return "select count(*) from sqlite_master where type = 'table' and name = ?";
  }

  @Override
  public String nowMicros() {
    return "cast((julianday('now') - 2440587.5) * 86400000000.0 as integer)";
  }

  /** Whoever writes has the one write lock. */
  @Override
  public String forUpdate() {
    return "";
  }

  @Override
  public List<String> weakDurability(Connection connection, boolean joining) throws SQLException {
    List<String> warnings = warnings();
    String synchronous = setting(connection, "pragma synchronous");
    boolean full = "2".equals(synchronous) || "3".equals(synchronous);
    warnUnless(warnings, full, "synchronous", synchronous);
    String journal = setting(connection, "pragma journal_mode");
    boolean kept = !"off".equalsIgnoreCase(journal) && !"memory".equalsIgnoreCase(journal);
    warnUnless(warnings, kept, "journal_mode", journal);
    return warnings;
  }

  @Override
  void setNull(PreparedStatement statement, int index, Column.Kind kind) throws SQLException {
    statement.setNull(index, Types.NULL);
  }

  @Override
  public boolean isTransient(SQLException e) {
    int code = e.getErrorCode() & PRIMARY_CODE;
    return code == BUSY || code == LOCKED;
  }
}
