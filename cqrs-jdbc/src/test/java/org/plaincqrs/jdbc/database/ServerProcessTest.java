package org.plaincqrs.jdbc.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers of a test's own come back with what they acknowledged, whatever ended them. */
class ServerProcessTest {
  enum Own {
    POSTGRESQL(PostgreSqlServer::startOwn),
    MARIADB(MariaDbServer::startOwn);

    private final Function<Path, ServerProcess> starter;

    Own(Function<Path, ServerProcess> starter) {
      this.starter = starter;
    }

    ServerProcess start() {
      return starter.apply(BuildDirectory.fresh("own"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void committed_rows_survive_kill9_and_restart(Own own) throws SQLException {
    try (ServerProcess server = own.start();
        FreshDatabase database = server.fresh()) {
      execute(database, "create table t (v int)");
      for (int round = 1; round <= 3; round++) {
        execute(database, "insert into t values (" + round + ")");

        server.kill9();
        server.restart();

        assertThat(count(database)).isEqualTo(round);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void committed_rows_survive_quit_and_restart(Own own) throws SQLException {
    try (ServerProcess server = own.start();
        FreshDatabase database = server.fresh()) {
      execute(database, "create table t (v int)", "insert into t values (1)");

      server.quit();
      server.restart();

      assertThat(count(database)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_killed_server_answers_nobody_and_the_shared_one_lives(Own own) throws SQLException {
    try (FreshDatabase shared = TestDatabase.valueOf(own.name()).fresh();
        ServerProcess server = own.start()) {
      FreshDatabase database = server.fresh();

      server.kill9();

      assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
      execute(shared, "create table t (v int)");
      server.restart();
      database.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_server_that_runs_is_not_restarted(Own own) {
    try (ServerProcess server = own.start()) {
      assertThatThrownBy(server::restart)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The server runs. Call kill9() or quit() before restart().");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_data_directory_is_used_again(Own own) throws SQLException {
    Path data = BuildDirectory.fresh("again");
    own.starter.apply(data).close();

    try (ServerProcess server = own.starter.apply(data);
        FreshDatabase database = server.fresh()) {
      execute(database, "create table t (v int)");

      assertThat(count(database)).isZero();
    }
  }

  @Test
  void an_own_postgresql_allows_200_connections() throws SQLException {
    try (ServerProcess server = Own.POSTGRESQL.start();
        FreshDatabase database = server.fresh();
        Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("show max_connections")) {
      result.next();

      assertThat(result.getInt(1)).isEqualTo(200);
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

  private static int count(FreshDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select count(*) from t")) {
      result.next();
      return result.getInt(1);
    }
  }
}
