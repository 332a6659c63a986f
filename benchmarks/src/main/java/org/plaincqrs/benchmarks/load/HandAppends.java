package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** Appends by hand, one event a transaction, over a pool of connections. */
final class HandAppends implements Work {
  private final TableSet tables;
  private final HikariDataSource pool;
  private final Accounts accounts;
  private final HandRows rows;

  /** Makes the tables; the pool will be closed. */
  HandAppends(TableSet tables, HikariDataSource pool, Accounts accounts) throws SQLException {
    this.tables = tables;
    this.pool = pool;
    this.accounts = accounts;
    rows = new HandRows(tables, HandJson.create());
    try (Connection connection = pool.getConnection()) {
      tables.createCounting(connection);
    }
  }

  @Override
  public int once(int caller) throws SQLException {
    Accounts.Account account = accounts.next(caller);
    Deposit deposit = account.next();
    try (Connection connection = pool.getConnection()) {
      account.done(rows.append(connection, deposit));
    }
    return 1;
  }

  @Override
  public void close() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      tables.drop(connection);
    }
    pool.close();
  }
}
