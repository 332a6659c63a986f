package org.plaincqrs.jdbc.internal.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** H2: keys of documents are kept as bytes, since it orders text by UTF-16 units. */
public final class H2Dialect extends Dialect {
  private static final Logger LOG = LoggerFactory.getLogger(H2Dialect.class);
  private static final int MIGRATIONS = 8;
  private static final int LOCK_TIMEOUT = 50200;
  private static final int CONCURRENT_UPDATE = 90131;

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

  @Override
  public boolean migratesInTransaction() {
    return false;
  }

  /**
   * H2 has no lock that outlives the commit of each DDL statement; but every statement may be run
   * again, so who was disturbed by another simply starts over.
   */
  @Override
  public void migrate(Connection connection, String prefix, Migration migration)
      throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        migration.on(connection);
        return;
      } catch (SQLException e) {
        if (attempt == MIGRATIONS) {
          throw e;
        }
      }
    }
  }

  /**
   * H2 hands out the result of an earlier, equal query where it believes that nothing has changed;
   * beside a commit that is just becoming visible that belief is wrong, and a reader would see the
   * log go back in time.
   */
  @Override
  public void prepare(Connection connection) {
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
  public List<String> weakDurability(Connection connection) throws SQLException {
    List<String> warnings = warnings();
    String value =
        setting(
            connection,
            "select setting_value from information_schema.settings where setting_name ="
                + " 'WRITE_DELAY'");
    warnUnless(warnings, "0".equals(value), "WRITE_DELAY", value);
    if (setting(connection, "select database_path()") == null) {
      warnings.add("the database is in memory");
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
