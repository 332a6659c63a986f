package org.plaincqrs.jdbc.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Databases made on a server over one connection that is kept: by {@code create database}, on
 * PostgreSQL by {@code create schema}, which is a hundred times faster there.
 */
final class ServerDatabases implements Databases {
  private static final String PROPERTY = "cqrs.test.jdbc.";
  private static final int VALIDATION_SECONDS = 5;
  private static final int NOT_EMPTY = 1010;

  private final JdbcAddress administration;
  private @Nullable Connection connection;

  ServerDatabases(JdbcAddress administration) {
    this.administration = administration;
  }

  /** Those of the server that a system property names, if it is set. */
  static Optional<Databases> external(String name) {
    // The MariaDB driver speaks with MySQL too, but not by that name.
    return Optional.ofNullable(System.getProperty(PROPERTY + name))
        .map(url -> url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:"))
        .map(url -> new ServerDatabases(JdbcAddress.parse(url)));
  }

  /** How to name a server on the command line. */
  static String example(String name) {
    return "-D%s%s='jdbc:%s://HOST:PORT/NAME?user=USER&password=PASSWORD'"
        .formatted(PROPERTY, name, name);
  }

  @Override
  public FreshDatabase fresh() {
    String name = "cqrs_" + UUID.randomUUID().toString().replace("-", "");
    execute(isPostgreSql() ? "create schema %s" : "create database %s", name);
    JdbcAddress address =
        isPostgreSql() ? administration.withSchema(name) : administration.withDatabase(name);
    return new FreshDatabase(address, () -> drop(name));
  }

  /**
   * MariaDB can't remove the folder of a database in which a killed DDL statement has left a file;
   * all that the server holds goes with it after the tests.
   */
  private void drop(String name) {
    try {
      execute(
          isPostgreSql() ? "drop schema if exists %s cascade" : "drop database if exists %s", name);
    } catch (IllegalStateException e) {
      boolean folderNotEmpty =
          e.getCause() instanceof SQLException refused && refused.getErrorCode() == NOT_EMPTY;
      if (!folderNotEmpty) {
        throw e;
      }
    }
  }

  private boolean isPostgreSql() {
    return administration.url().startsWith("jdbc:postgresql:");
  }

  private synchronized void execute(String sql, String name) {
    try (Statement statement = connection().createStatement()) {
      statement.execute(sql.formatted(name));
    } catch (SQLException e) {
      throw new IllegalStateException(
          "The test server at "
              + administration.url()
              + " refused: "
              + sql.formatted(name)
              + ". Is it running, and may user '"
              + administration.user()
              + "' create databases and schemas?",
          e);
    }
  }

  private Connection connection() throws SQLException {
    if (connection == null || !connection.isValid(VALIDATION_SECONDS)) {
      connection = administration.connect();
      limitLockWait(connection);
    }
    return connection;
  }

  /** A transaction that a test has left open must fail the removal, not stop it for a day. */
  private void limitLockWait(Connection administrating) throws SQLException {
    try (Statement statement = administrating.createStatement()) {
      statement.execute(
          isPostgreSql() ? "set lock_timeout = '10s'" : "set session lock_wait_timeout = 10");
    }
  }
}
