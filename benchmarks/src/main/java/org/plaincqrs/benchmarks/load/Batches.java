package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.plaincqrs.benchmarks.report.Contest;

/** The race of commits of a thousand events, of as many tags, and of one remembered command. */
record Batches(Server server, Settings settings, Results results) {
  private static final int EVENTS = 1_000;

  void run() throws Exception {
    List<Contender> contenders =
        List.of(
            Contender.ours("ours", this::ours),
            Contender.yardstick("by hand, rewritten batches", this::byHand));
    new Race(Contest.BATCH1000, "events", Callers.platform(1), contenders)
        .run(server, settings, results);
  }

  private Work ours() {
    Ours ours = new Ours(new TableSet(server, "ours_"), server.pool(2, true));
    Accounts accounts = Accounts.of(1, 1, 0);
    return new Work() {
      @Override
      public int once(int caller) {
        ours.append(next(accounts));
        return EVENTS;
      }

      @Override
      public void close() throws SQLException {
        ours.close();
      }
    };
  }

  private Work byHand() throws SQLException {
    TableSet tables = new TableSet(server, "hand_");
    HikariDataSource pool = server.rewritingPool(1);
    try (Connection connection = pool.getConnection()) {
      tables.createCounting(connection);
    }
    HandRows rows = new HandRows(tables, HandJson.create());
    Accounts accounts = Accounts.of(1, 1, 0);
    AtomicLong position = new AtomicLong();
    return new Work() {
      @Override
      public int once(int caller) throws SQLException {
        try (Connection connection = pool.getConnection()) {
          rows.append(connection, next(accounts), position.getAndAdd(EVENTS), 1);
        }
        return EVENTS;
      }

      @Override
      public void close() throws SQLException {
        try (Connection connection = pool.getConnection()) {
          tables.drop(connection);
        }
        pool.close();
      }
    };
  }

  private static List<Deposit> next(Accounts accounts) {
    List<Deposit> deposits = new ArrayList<>(EVENTS);
    for (int i = 0; i < EVENTS; i++) {
      Accounts.Account account = accounts.next(0);
      deposits.add(account.next());
      account.done(0);
    }
    return deposits;
  }
}
