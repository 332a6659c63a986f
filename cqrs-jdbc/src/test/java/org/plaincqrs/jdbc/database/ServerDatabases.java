package org.plaincqrs.jdbc.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Databases made on a server by {@code create database}, over one connection that is kept. */
final class ServerDatabases implements Databases {
  private static final String PROPERTY = "cqrs.test.jdbc.";
  private static final int VALIDATION_SECONDS = 5;

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
    execute(
        isPostgreSql()
            ? "create database %s template template0 strategy wal_log"
            : "create database %s",
        name);
    return new FreshDatabase(administration.withDatabase(name), () -> drop(name));
  }

  private void drop(String name) {
    execute(
        isPostgreSql() ? "drop database if exists %s with (force)" : "drop database if exists %s",
        name);
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
              + "' create databases?",
          e);
    }
  }

  private Connection connection() throws SQLException {
    if (connection == null || !connection.isValid(VALIDATION_SECONDS)) {
      connection = administration.connect();
      if (!isPostgreSql()) {
        limitLockWait(connection);
      }
    }
    return connection;
  }

  /** A transaction that a test has left open must fail the removal, not stop it for a day. */
  private static void limitLockWait(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set session lock_wait_timeout = 10");
    }
  }
}
