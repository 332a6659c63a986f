package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;

/** Connections at READ UNCOMMITTED would show events that are then rolled back. */
class IsolationTest {
  static List<TestDatabase> databases() {
    return TestDatabase.available();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void dirty_reads_are_refused_before_anything_is_made(TestDatabase database) throws Exception {
    try (FreshDatabase db = database.fresh();
        HikariDataSource source = uncommitted(db)) {
      check(database, JdbcStorage.on(source));

      assertThat(tables(db).isEmpty()).isEqualTo(database != TestDatabase.POSTGRESQL);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void they_are_refused_of_a_replica_too(TestDatabase database) throws Exception {
    try (FreshDatabase db = database.fresh();
        HikariDataSource source = uncommitted(db)) {
      check(database, JdbcStorage.builder(db.dataSource()).queriesOn(source).build());
    }
  }

  private static void check(TestDatabase database, JdbcStorage storage) {
    if (database == TestDatabase.POSTGRESQL) {
      // It has no dirty reads.
      storage.open(Work.model()).close();
    } else {
      assertThatThrownBy(() -> storage.open(Work.model()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("READ UNCOMMITTED");
    }
  }

  private static HikariDataSource uncommitted(FreshDatabase db) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(db.jdbcUrl());
    config.setUsername(db.user());
    config.setPassword(db.password());
    config.setMaximumPoolSize(2);
    config.setTransactionIsolation("TRANSACTION_READ_UNCOMMITTED");
    return new HikariDataSource(config);
  }

  private static List<String> tables(FreshDatabase db) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = db.connect();
        ResultSet tables =
            connection.getMetaData().getTables(connection.getCatalog(), null, "%", null)) {
      while (tables.next()) {
        String name = tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
        if (name.startsWith("cqrs_")) {
          names.add(name);
        }
      }
    }
    return names;
  }
}
