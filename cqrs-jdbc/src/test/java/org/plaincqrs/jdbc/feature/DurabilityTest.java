package org.plaincqrs.jdbc.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.jdbc.Database;
import org.plaincqrs.jdbc.database.BuildDirectory;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.MariaDbServer;
import org.plaincqrs.jdbc.database.ServerProcess;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.internal.sql.Dialect;

/** Settings under which an acknowledged commit may be lost are found. */
class DurabilityTest extends OnEveryDatabase {
  private static List<String> weak(Connection connection) throws SQLException {
    return Dialect.of(Database.of(connection)).weakDurability(connection, false);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void nothing_is_weak_where_commits_are_durable(TestDatabase database) throws SQLException {
    FreshDatabase db = fresh(database);

    try (Connection connection = db.connect()) {
      assertThat(weak(connection)).isEmpty();
    }
  }

  @Test
  void postgresql_without_synchronous_commit_is_named() throws SQLException {
    FreshDatabase db = fresh(TestDatabase.POSTGRESQL);

    try (Connection connection = db.connect()) {
      execute(connection, "set synchronous_commit = off");

      assertThat(weak(connection)).containsExactly("synchronous_commit is off");
    }
  }

  /** On a server of its own, since the settings are the server's. */
  @Test
  void mariadb_whose_logs_are_not_flushed_at_each_commit_is_named() throws SQLException {
    try (ServerProcess server =
            MariaDbServer.startOwn(BuildDirectory.fresh("mariadb-durability"), "--log-bin=binlog");
        FreshDatabase db = server.fresh();
        Connection connection = db.connect()) {
      assertThat(weak(connection, 1, 1)).isEmpty();
      assertThat(weak(connection, 1, 0)).containsExactly("sync_binlog is 0");
      assertThat(weak(connection, 1, 100)).containsExactly("sync_binlog is 100");
      assertThat(weak(connection, 3, 0)).isEmpty();
      assertThat(weak(connection, 2, 1)).containsExactly("innodb_flush_log_at_trx_commit is 2");
      assertThat(weak(connection, 0, 0))
          .containsExactly("innodb_flush_log_at_trx_commit is 0", "sync_binlog is 0");
    }
  }

  private static List<String> weak(Connection connection, int flush, int syncBinlog)
      throws SQLException {
    execute(connection, "set global innodb_flush_log_at_trx_commit = " + flush);
    execute(connection, "set global sync_binlog = " + syncBinlog);
    return weak(connection);
  }

  @Test
  void h2_that_delays_writing_is_named() throws SQLException {
    FreshDatabase db = fresh(TestDatabase.H2);

    try (Connection connection = db.connect()) {
      execute(connection, "set write_delay 500");

      assertThat(weak(connection)).containsExactly("WRITE_DELAY is 500");
    }
  }

  @Test
  void h2_that_others_write_to_besides_the_library_is_named() throws SQLException {
    FreshDatabase db = fresh(TestDatabase.H2);

    try (Connection connection = db.connect()) {
      assertThat(Dialect.of(Database.H2).weakDurability(connection, true))
          .singleElement()
          .asString()
          .contains("the application's own transactions");
    }
    Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    try (Connection connection =
        DriverManager.getConnection(
            "jdbc:h2:tcp://localhost:"
                + server.getPort()
                + "/"
                + BuildDirectory.fresh("h2-server").resolve("db")
                + ";WRITE_DELAY=0",
            "sa",
            "")) {
      assertThat(weak(connection)).singleElement().asString().contains("several processes");
    } finally {
      server.stop();
    }
  }

  @Test
  void h2_in_memory_is_named() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:", new Properties())) {
      assertThat(weak(connection)).singleElement().asString().contains("in memory");
    }
  }

  @Test
  void sqlite_that_does_not_wait_for_the_disk_is_named() throws SQLException {
    FreshDatabase db = fresh(TestDatabase.SQLITE);

    try (Connection connection = db.connect()) {
      execute(connection, "pragma synchronous = normal");

      assertThat(weak(connection)).containsExactly("synchronous is 1");
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    Dialect.run(connection, sql);
  }
}
