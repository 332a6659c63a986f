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
    try (Work large = filled("large_", Math.max(few, settings.events()), callers)) {
      List<Contender> contenders =
          List.of(
              Contender.ours(events(settings.events()), () -> large::once),
              Contender.yardstick(events(few), () -> filled("small_", few, callers)));
      new Race(contest, "commits", callers, contenders).run(server, settings, results);
    }
  }

  private static String events(int count) {
    return String.format(java.util.Locale.ROOT, "ours, log of %,d events and more", count);
  }

  private Work filled(String prefix, int events, Callers callers) throws SQLException {
    TableSet tables = new TableSet(server, prefix);
    Ours ours = new Ours(tables, server.pool(8, true));
    Fill fill = new Fill(tables, events);
    fill.run();
    return new OurAppends(
        ours,
        Accounts.of(callers.count(), fill.streams(), events / fill.streams()),
        (store, account, deposit) -> store.append(deposit));
  }
}
