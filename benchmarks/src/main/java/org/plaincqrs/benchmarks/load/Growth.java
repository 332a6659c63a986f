package org.plaincqrs.benchmarks.load;

import java.sql.SQLException;
import java.util.List;
import org.plaincqrs.benchmarks.report.Contest;

/** The races of appends to a long log, against appends to a short one. */
record Growth(Server server, Settings settings, Results results) {
  void alone() throws Exception {
    race(Contest.GROWTH1, 1);
  }

  void many() throws Exception {
    race(Contest.GROWTH64, 64);
  }

  private void race(Contest contest, int threads) throws Exception {
    Callers callers = Callers.platform(threads);
    int few = Math.max(settings.fewEvents(), threads * Fill.PER_STREAM);
    TableSet large = new TableSet(server, "large_");
    TableSet small = new TableSet(server, "small_");
    Accounts accounts = filled(large, Math.max(few, settings.events()), callers);
    try {
      List<Contender> contenders =
          List.of(
              Contender.ours(events(settings.events()), () -> kept(large, accounts)),
              Contender.yardstick(
                  events(few),
                  () -> {
                    Accounts fresh = filled(small, few, callers);
                    return appends(open(small), fresh);
                  }));
      new Race(contest, "commits", callers, contenders).run(server, settings, results);
    } finally {
      open(large).close();
    }
  }

  private static String events(int count) {
    return String.format(java.util.Locale.ROOT, "ours, log of %,d events and more", count);
  }

  private Accounts filled(TableSet tables, int events, Callers callers) throws SQLException {
    open(tables).leave();
    Fill fill = new Fill(tables, events);
    fill.run();
    return Accounts.of(callers.count(), fill.streams(), events / fill.streams());
  }

  private Ours open(TableSet tables) {
    return new Ours(tables, server.pool(8, true));
  }

  private static OurAppends appends(Ours ours, Accounts accounts) {
    return new OurAppends(ours, accounts, (store, account, deposit) -> store.append(deposit));
  }

  /** Opened anew like the other, but the next round finds what this one has left. */
  private Work kept(TableSet tables, Accounts accounts) {
    Ours ours = open(tables);
    OurAppends appends = appends(ours, accounts);
    return new Work() {
      @Override
      public int once(int caller) {
        return appends.once(caller);
      }

      @Override
      public void close() {
        ours.leave();
      }
    };
  }
}
