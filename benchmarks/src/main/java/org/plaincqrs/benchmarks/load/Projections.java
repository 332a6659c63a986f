package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.Cqrs;
import org.plaincqrs.benchmarks.report.Contest;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentType;

/** The race of views that follow a log into a table, from its beginning to its end. */
record Projections(Server server, Settings settings, Results results) {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** A row of the view. */
  record Balance(String account, long cents) {
    static final DocumentType<Balance, String> TYPE =
        DocumentType.of("balances", Balance.class, String.class);

    private static Balance plus(@Nullable Balance before, Deposited event) {
      return new Balance(event.account(), (before == null ? 0 : before.cents) + event.cents());
    }
  }

  void run() throws Exception {
    TableSet tables = new TableSet(server, "ours_");
    try (Ours ours = new Ours(tables, server.pool(2, true));
        HikariDataSource pool = server.pool(4, true)) {
      Fill fill = new Fill(tables, settings.events());
      fill.run();
      List<Contender> contenders = new ArrayList<>();
      contenders.add(Contender.ours("ours, JSON rows", () -> new Following(tables, pool)));
      contenders.add(
          Contender.yardstick("by hand, a page of 1,000 folded by key", () -> byHand(tables)));
      if (server.isPostgreSql()) {
        contenders.add(
            Contender.beside(
                "Axon's pooled streaming processor, a statement for each event, a tenth of the log",
                () -> axon(settings.events())));
      }
      new Race(Contest.PROJECT, "events", Callers.platform(1), contenders)
          .runWhole(server, settings, results);
    }
  }

  /** The whole log into a view once; for a JVM with little memory. */
  void rebuild() throws Exception {
    TableSet tables = new TableSet(server, "ours_");
    try (Ours ours = new Ours(tables, server.pool(2, true));
        HikariDataSource pool = server.pool(4, true)) {
      new Fill(tables, settings.events()).run();
      try (Following following = new Following(tables, pool)) {
        long start = System.nanoTime();
        int events = following.once(0);
        System.out.printf(
            Locale.ROOT,
            "%nrebuild: a view of %,d events in %.1f s with a heap of at most %,d MB%n",
            events,
            (System.nanoTime() - start) / 1e9,
            Runtime.getRuntime().maxMemory() >> 20);
      }
    }
  }

  private static final class Following implements Work {
    private final TableSet log;
    private final TableSet view;
    private final HikariDataSource pool;

    private Following(TableSet log, HikariDataSource pool) {
      this.log = log;
      view = new TableSet(log.server(), "view_");
      this.pool = pool;
    }

    @Override
    public int once(int caller) {
      Projection<Balance, String> balances =
          Projection.into(Balance.TYPE)
              .on(Deposited.class, Deposited::account, Balance::plus)
              .build();
      try (Cqrs cqrs =
          Cqrs.on(storage(log)).events(Deposited.class).follow(balances, storage(view)).build()) {
        long head = cqrs.log().head();
        cqrs.await(balances, head, PATIENCE);
        return (int) head;
      }
    }

    private JdbcStorage storage(TableSet tables) {
      return JdbcStorage.builder(pool).prefix(tables.prefix()).build();
    }

    @Override
    public void close() throws SQLException {
      try (Connection connection = pool.getConnection()) {
        view.drop(connection);
      }
    }
  }

  /** Over a tenth of the events, since it takes its time. */
  private Work axon(int events) throws SQLException {
    return new AxonProjection(new AxonLog(server.rewritingPool(4)), Math.max(1, events / 10));
  }

  private Work byHand(TableSet tables) throws SQLException {
    return new HandProjection(tables, server.pool(1, false));
  }
}
