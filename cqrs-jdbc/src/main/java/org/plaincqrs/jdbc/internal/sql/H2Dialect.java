package org.plaincqrs.jdbc.internal.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** H2: keys of documents are kept as bytes, since it orders text by UTF-16 units. */
public final class H2Dialect extends Dialect {
  private static final Logger LOG = LoggerFactory.getLogger(H2Dialect.class);
  private static final String LOSING = "2.5.";
  private static final String SERVER = "jdbc:h2:(tcp|ssl):.*";
  private static final int MIGRATIONS = 8;
  private static final int LOCKS = 1_000;
  private static final String LOCK_TABLE =
      "create table if not exists %sschema_lock (one int not null primary key,"
          + " session_id int not null, session_start timestamp(9) with time zone not null)";
  private static final String BREAK_LOCK =
      "delete from %sschema_lock l where l.session_id = session_id() or not exists"
          + " (select 1 from information_schema.sessions s"
          + " where s.session_id = l.session_id and s.session_start = l.session_start)";
  private static final String LOCK =
      "insert into %sschema_lock select 1, session_id, session_start"
          + " from information_schema.sessions where session_id = session_id()";
  private static final String UNLOCK = "delete from %sschema_lock where session_id = session_id()";
  private static final int LOCK_TIMEOUT = 50200;
  private static final int CONCURRENT_UPDATE = 90131;

  private final OneWriter writer;

  /** The dialect of H2. */
  public H2Dialect() {
    this(new OneWriter("H2"));
  }

  H2Dialect(OneWriter writer) {
    this.writer = writer;
  }

  @Override
  public String name() {
    return "h2";
  }

  @Override
  public String type(Column.Kind kind) {
    return switch (kind) {
      case LONG -> "bigint";
      case INT -> "int";
      case BOOLEAN -> "boolean";
      case TEXT -> "varchar(255)";
      case KEY -> "varbinary(765)";
      case UUID -> "uuid";
      case BYTES -> "varbinary";
    };
  }

  /**
   * H2 saves its tables one after the other while others write to them. Who writes and commits
   * meanwhile, and is killed before H2 has saved again, is found with some of its tables as they
   * were and others as they are; even what was acknowledged can be lost so. Hence one writer at a
   * time.
   */
  @Override
  public <T extends @Nullable Object> T writing(Uninterrupted.Work<T> work) throws SQLException {
    return writer.writing(work);
  }

  @Override
  public boolean migratesInTransaction() {
    return false;
  }

  /**
   * H2 has no lock that outlives the commit of each DDL statement; and of two who add columns to
   * one table at the same time, one copies it as it was before, and the other's column is lost. So
   * a row keeps others out, which counts as long as the session is there that has written it.
   */
  @Override
  public void migrate(Connection connection, String prefix, Migration migration)
      throws SQLException {
    again(() -> run(connection, LOCK_TABLE.formatted(prefix)));
    try {
      lock(connection, prefix);
      again(() -> migration.on(connection));
    } finally {
      unlock(connection, prefix);
    }
  }

  private interface Step {
    void run() throws SQLException;
  }

  /** Every statement may be run again, so who was disturbed by those at work starts over. */
  private static void again(Step step) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        step.run();
        return;
      } catch (SQLException e) {
        if (attempt == MIGRATIONS) {
          throw e;
        }
        Connections.pause(attempt);
      }
    }
  }

  private void lock(Connection connection, String prefix) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        run(connection, BREAK_LOCK.formatted(prefix));
        run(connection, LOCK.formatted(prefix));
        return;
      } catch (SQLException e) {
        if (attempt == LOCKS || !isTransient(notInserted(e))) {
          throw e;
        }
        Connections.pause(attempt);
      }
    }
  }

  private static void unlock(Connection connection, String prefix) throws SQLException {
    try {
      run(connection, UNLOCK.formatted(prefix));
    } catch (SQLException e) {
      LOG.debug("Could not unlock the schema; its session is ended instead", e);
      Connections.end(connection);
    }
  }

  /**
   * H2 hands out the result of an earlier, equal query where it believes that nothing has changed;
   * beside a commit that is just becoming visible that belief is wrong, and a reader would see the
   * log go back in time.
   */
  @Override
  public void prepare(Connection connection) throws SQLException {
    writer.at(setting(connection, "select database_path()"));
    try {
      run(connection, "set optimize_reuse_results 0");
    } catch (SQLException e) {
      LOG.warn(
          "This user may not switch off OPTIMIZE_REUSE_RESULTS, with which H2 may show a reader an old"
              + " state of the log. Put ;OPTIMIZE_REUSE_RESULTS=FALSE into the URL of whoever opens the"
              + " database first",
          e);
    }
  }

  @Override
  String countTables() {
    return "select count(*) from information_schema.tables where table_schema = schema() and"
        + " lower(table_name) = ?";
  }

  @Override
  public String nowMicros() {
    return "datediff(microsecond, timestamp with time zone '1970-01-01 00:00:00+00:00',"
        + " current_timestamp)";
  }

  @Override
  public List<String> weakDurability(Connection connection, boolean joining) throws SQLException {
    List<String> warnings = warnings();
    String value =
        setting(
            connection,
            "select setting_value from information_schema.settings where setting_name ="
                + " 'WRITE_DELAY'");
    warnUnless(warnings, "0".equals(value), "WRITE_DELAY", value);
    if (setting(connection, "select database_path()") == null) {
      warnings.add("the database is in memory");
    } else if (joining) {
      warnings.add(
          "H2 may save the application's own transactions by halves when the process is killed");
    }
    String version = connection.getMetaData().getDatabaseProductVersion();
    if (version.startsWith(LOSING)) {
      warnings.add("H2 " + version + " loses commits when its process is killed, 2.4.240 does not");
    }
    if (connection.getMetaData().getURL().matches(SERVER)) {
      warnings.add("H2 may save by halves what several processes write when its server is killed");
    }
    return warnings;
  }

  @Override
  public String insert(String table, List<Column> columns, boolean replace) {
    return replace
        ? "merge into "
            + table
            + " ("
            + names(columns)
            + ") key ("
            + columns.get(0).name()
            + ") values ("
            + columns.stream().map(column -> "?").collect(Collectors.joining(", "))
            + ")"
        : super.insert(table, columns, false);
  }

  @Override
  public void setKey(PreparedStatement statement, int index, String value) throws SQLException {
    statement.setBytes(index, value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String key(ResultSet rows, int index) throws SQLException {
    return new String(rows.getBytes(index), StandardCharsets.UTF_8);
  }

  @Override
  public void setUuid(PreparedStatement statement, int index, UUID value) throws SQLException {
    statement.setObject(index, value);
  }

  @Override
  public UUID uuid(ResultSet rows, int index) throws SQLException {
    return rows.getObject(index, UUID.class);
  }

  @Override
  public boolean isTransient(SQLException e) {
    return super.isTransient(e)
        || e.getErrorCode() == LOCK_TIMEOUT
        || e.getErrorCode() == CONCURRENT_UPDATE;
  }
}
