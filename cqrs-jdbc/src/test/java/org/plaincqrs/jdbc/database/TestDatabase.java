package org.plaincqrs.jdbc.database;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The databases that every test of this module runs on; each starts at its first use in a JVM. */
public enum TestDatabase {
  POSTGRESQL(() -> ServerDatabases.external("postgresql").orElseGet(PostgreSqlServer::shared)),
  MARIADB(() -> ServerDatabases.external("mariadb").orElseGet(MariaDbServer::shared)),
  H2(FileDatabases::h2),
  SQLITE(FileDatabases::sqlite),
  /** There only with the property {@code cqrs.test.jdbc.mysql}: no embedded MySQL exists. */
  MYSQL(() -> ServerDatabases.external("mysql").orElseThrow(TestDatabase::noMySql));

  private final Supplier<Databases> starter;
  private @Nullable Databases databases;
  private @Nullable RuntimeException failure;

  TestDatabase(Supplier<Databases> starter) {
    this.starter = starter;
  }

  /** All that tests must run on, never fewer than four; a method source. */
  public static List<TestDatabase> available() {
    return Stream.of(values())
        .filter(database -> database != MYSQL || ServerDatabases.external("mysql").isPresent())
        .toList();
  }

  /** An empty database that nobody else uses; the caller closes it. */
  public FreshDatabase fresh() {
    return started().fresh();
  }

  /** A server that failed to start is not tried again: every test fails at once, and says why. */
  private synchronized Databases started() {
    if (failure != null) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
    if (databases == null) {
      try {
        databases = starter.get();
      } catch (RuntimeException e) {
        failure = notStarted(e);
        throw failure;
      }
    }
    return databases;
  }

  private IllegalStateException notStarted(RuntimeException cause) {
    return new IllegalStateException(
        "%s can't be started for the tests, which skip no database. Repair that, or give a server by %s. %s"
            .formatted(
                this, ServerDatabases.example(name().toLowerCase(Locale.ROOT)), cause.getMessage()),
        cause);
  }

  private static IllegalStateException noMySql() {
    return new IllegalStateException("No MySQL server is given, and none is embedded.");
  }
}
