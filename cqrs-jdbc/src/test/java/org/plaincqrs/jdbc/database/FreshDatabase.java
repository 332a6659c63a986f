package org.plaincqrs.jdbc.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** One database that began empty, with its connection pools; closing it removes all of it. */
public final class FreshDatabase implements AutoCloseable {
  private static final int POOL_SIZE = 8;
  private static final int CONNECTION_TIMEOUT_MILLIS = 10_000;

  private final JdbcAddress address;
  private final Runnable removal;
  private final Map<Integer, HikariDataSource> pools = new HashMap<>();

  FreshDatabase(JdbcAddress address, Runnable removal) {
    this.address = address;
    this.removal = removal;
  }

  /** The pool of the usual size. */
  public DataSource dataSource() {
    return dataSource(POOL_SIZE);
  }

  /** The pool of at most {@code poolSize} connections, the same one at every call. */
  public synchronized DataSource dataSource(int poolSize) {
    return pools.computeIfAbsent(poolSize, this::pool);
  }

  public String jdbcUrl() {
    return address.url();
  }

  public String user() {
    return address.user();
  }

  public String password() {
    return address.password();
  }

  /** A connection outside of every pool; the caller closes it. */
  public Connection connect() throws SQLException {
    return address.connect();
  }

  @Override
  public synchronized void close() {
    pools.values().forEach(HikariDataSource::close);
    pools.clear();
    removal.run();
  }

  /** Opens connections when they are asked for, so that a pool is cheap to make. */
  private HikariDataSource pool(int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address.url());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    return new HikariDataSource(config);
  }
}
