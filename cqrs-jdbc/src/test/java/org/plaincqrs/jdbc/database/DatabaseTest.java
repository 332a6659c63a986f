package org.plaincqrs.jdbc.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The harness keeps what it promises to the tests that stand on it. */
class DatabaseTest {
  static Stream<TestDatabase> all() {
    return TestDatabase.available().stream();
  }

  @Test
  void four_databases_are_always_there() {
    assertThat(TestDatabase.available())
        .contains(
            TestDatabase.POSTGRESQL, TestDatabase.MARIADB, TestDatabase.H2, TestDatabase.SQLITE);
  }

  @ParameterizedTest
  @MethodSource("all")
  void fresh_databases_are_separate(TestDatabase database) throws SQLException {
    try (FreshDatabase one = database.fresh();
        FreshDatabase other = database.fresh()) {
      execute(one, "create table t (v varchar(10))", "insert into t values ('one')");

      execute(other, "create table t (v varchar(10))");

      assertThat(value(one, "select count(*) from t")).isEqualTo("1");
      assertThat(value(other, "select count(*) from t")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_pool_and_a_raw_connection_lead_to_the_same_database(TestDatabase database)
      throws SQLException {
    try (FreshDatabase fresh = database.fresh()) {
      execute(fresh, "create table t (v varchar(10))", "insert into t values ('kept')");

      try (Connection pooled = fresh.dataSource(2).getConnection()) {
        assertThat(value(pooled, "select v from t")).isEqualTo("kept");
      }
      assertThat(fresh.dataSource(2)).isSameAs(fresh.dataSource(2));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_database_can_be_closed_while_connections_are_open(TestDatabase database)
      throws SQLException {
    FreshDatabase fresh = database.fresh();
    try (Connection forgotten = fresh.connect()) {
      assertThat(value(forgotten, "select 1")).isEqualTo("1");

      fresh.close();
    }

    assertThat(TestDatabase.available()).contains(database);
  }

  @Test
  void postgresql_is_durable() throws SQLException {
    assertSettings(
        TestDatabase.POSTGRESQL,
        Map.of(
            "show fsync", "on",
            "show synchronous_commit", "on",
            "show full_page_writes", "on",
            "show server_encoding", "UTF8"));
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void mariadb_and_mysql_are_durable(TestDatabase database) throws SQLException {
    if (TestDatabase.available().contains(database)) {
      assertSettings(
          database,
          Map.of(
              "select @@innodb_flush_log_at_trx_commit", "1",
              "select @@innodb_doublewrite <> 'OFF'", "1",
              "select @@character_set_server", "utf8mb4",
              "select @@character_set_database", "utf8mb4"));
    }
  }

  @Test
  void h2_is_durable() throws SQLException {
    assertSettings(
        TestDatabase.H2,
        Map.of(
            "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'",
            "0"));
  }

  @Test
  void sqlite_is_durable() throws SQLException {
    assertSettings(
        TestDatabase.SQLITE,
        Map.of(
            "pragma journal_mode", "wal",
            "pragma synchronous", "2",
            "pragma busy_timeout", "10000"));
  }

  @Test
  void mysql_without_a_server_is_refused_with_advice() {
    if (!TestDatabase.available().contains(TestDatabase.MYSQL)) {
      assertThatThrownBy(TestDatabase.MYSQL::fresh)
          .hasMessage(
              "MYSQL can't be started for the tests, which skip no database. Repair that, or give a server by"
                  + " -Dcqrs.test.jdbc.mysql='jdbc:mysql://HOST:PORT/NAME?user=USER&password=PASSWORD'."
                  + " No MySQL server is given, and none is embedded.");
    }
  }

  @Test
  void the_login_is_taken_out_of_a_url() {
    JdbcAddress address =
        JdbcAddress.parse("jdbc:postgresql://db:5432/x?user=me&ssl=true&password=a%26b");

    assertThat(address)
        .isEqualTo(new JdbcAddress("jdbc:postgresql://db:5432/x?ssl=true", "me", "a&b"));
    assertThat(address.withDatabase("y").url()).isEqualTo("jdbc:postgresql://db:5432/y?ssl=true");
  }

  /** Raw connections and pooled ones alike. */
  private static void assertSettings(TestDatabase database, Map<String, String> settings)
      throws SQLException {
    try (FreshDatabase fresh = database.fresh();
        Connection raw = fresh.connect();
        Connection pooled = fresh.dataSource().getConnection()) {
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        assertThat(value(raw, setting.getKey()))
            .as(setting.getKey())
            .isEqualTo(setting.getValue())
            .isEqualTo(value(pooled, setting.getKey()));
      }
    }
  }

  private static void execute(FreshDatabase database, String... statements) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String value(FreshDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect()) {
      return value(connection, sql);
    }
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
