package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills the library's tables by hand, as single commits would have: every event with metadata, a
 * tag and a remembered command of its own, the streams in turns.
 *
 * @param events how many in all
 */
record Fill(TableSet tables, int events) {
  /** How many events a stream gets. */
  static final int PER_STREAM = 100;

  private static final int AT_ONCE = 1_000;

  int streams() {
    return Math.max(1, events / PER_STREAM);
  }

  /** Does it, in tables that the library has made. */
  void run() throws SQLException {
    HandRows rows = new HandRows(tables, HandJson.create());
    Accounts accounts = Accounts.of(1, streams(), 0);
    try (HikariDataSource pool = tables.server().rewritingPool(1);
        Connection connection = pool.getConnection()) {
      for (int done = 0; done < events; done += AT_ONCE) {
        int count = Math.min(AT_ONCE, events - done);
        rows.append(connection, next(accounts, count), done, count);
      }
      tables.setHead(connection, events);
    }
  }

  private static List<Deposit> next(Accounts accounts, int count) {
    List<Deposit> deposits = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Accounts.Account account = accounts.next(0);
      deposits.add(account.next());
      account.done(0);
    }
    return deposits;
  }
}
