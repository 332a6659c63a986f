package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.Database;

/**
 * The database: an embedded PostgreSQL with durable commits, or what a URL leads to. Thread-safe.
 */
public record Server(
    String url,
    Database kind,
    String name,
    String version,
    String description,
    @Nullable EmbeddedPostgres embedded,
    Cpu cpu)
    implements AutoCloseable {
  private static final String SLOW_COMMITS = "set commit_delay = 1000; set commit_siblings = 0";

  /** Starts an embedded one, or takes the one that the URL leads to. */
  public static Server start(@Nullable String url) throws IOException, SQLException {
    if (url != null) {
      return of(url, null, null);
    }
    Path data = Files.createTempDirectory("plain-cqrs-load");
    EmbeddedPostgres embedded =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("max_connections", "100")
            .start();
    return of(embedded.getJdbcUrl("postgres", "postgres"), embedded, data);
  }

  private static Server of(String url, @Nullable EmbeddedPostgres embedded, @Nullable Path data)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      DatabaseMetaData about = connection.getMetaData();
      String name = about.getDatabaseProductName();
      String version = about.getDatabaseProductVersion().split(" ")[0];
      String description =
          name
              + " "
              + about.getDatabaseProductVersion()
              + (embedded == null
                  ? " (given)"
                  : " (embedded; fsync=on synchronous_commit=on shared_buffers=512MB"
                      + " max_wal_size=4GB)")
              + ", driver "
              + about.getDriverVersion();
      return new Server(
          url, Database.of(connection), name, version, description, embedded, new Cpu(data));
    }
  }

  boolean isPostgreSql() {
    return kind == Database.POSTGRESQL;
  }

  /** A pool of connections in auto-commit or not, all of them open from the start. */
  HikariDataSource pool(int size, boolean autoCommit) {
    return new HikariDataSource(config(size, autoCommit));
  }

  /** The same; PostgreSQL adds a millisecond to each of their commits. */
  HikariDataSource slowPool(int size, boolean autoCommit) {
    HikariConfig config = config(size, autoCommit);
    config.setConnectionInitSql(SLOW_COMMITS);
    return new HikariDataSource(config);
  }

  /** The same; the PostgreSQL driver makes one statement of a batch of inserts. */
  HikariDataSource rewritingPool(int size) {
    HikariConfig config = config(size, false);
    if (isPostgreSql()) {
      config.addDataSourceProperty("reWriteBatchedInserts", "true");
    }
    return new HikariDataSource(config);
  }

  private HikariConfig config(int size, boolean autoCommit) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(size);
    config.setAutoCommit(autoCommit);
    return config;
  }

  @Override
  public void close() throws IOException {
    if (embedded != null) {
      embedded.close();
    }
  }
}
