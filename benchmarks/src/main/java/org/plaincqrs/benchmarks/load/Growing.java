package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.plaincqrs.benchmarks.report.Measurement;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.storage.EventPage;

/**
 * What an append, a load, an append under a condition, and an event that is caught up with cost, by
 * how many events the log holds before. Logs of all sizes are there at once, and take turns.
 */
record Growing(Server server, Settings settings, Results results) {
  private static final int PAGE = 1_000;
  private static final int FACTOR = 10;
  private static final Callers ALONE = Callers.platform(1);

  /** A log of some size, what is done to it, and how many nanoseconds it took by round. */
  private record Filled(
      int events, Ours ours, Map<String, Work> works, Map<String, double[]> nanos) {}

  void run() throws Exception {
    List<Filled> logs = new ArrayList<>();
    try {
      for (int size : sizes()) {
        logs.add(filled(size));
      }
      for (int round = -1; round < settings.rounds(); round++) {
        for (Filled log : logs) {
          measure(log, round);
        }
      }
      logs.forEach(this::report);
    } finally {
      for (Filled log : logs) {
        log.ours.close();
      }
    }
  }

  private void measure(Filled log, int round) throws Exception {
    for (Map.Entry<String, Work> work : log.works.entrySet()) {
      double rate = ALONE.pace(work.getValue(), server.cpu(), settings).rate();
      if (round >= 0) {
        log.nanos.get(work.getKey())[round] = 1e9 / rate;
      }
    }
  }

  private void report(Filled log) {
    System.out.printf(Locale.ROOT, "%ngrowing: a log of %,d events, 1 caller%n", log.events);
    Map<String, String> size = Map.of("log", Integer.toString(log.events));
    log.nanos.forEach(
        (name, nanos) -> {
          double micros = Measurement.median(nanos) / 1_000;
          System.out.printf(Locale.ROOT, "  %-20s %,10.1f us each%n", name, micros);
          results.add("load.growing." + name, size, "ns/op", nanos);
        });
  }

  private List<Integer> sizes() {
    int large = settings.events();
    List<Integer> sizes = new ArrayList<>(List.of(large / FACTOR / FACTOR, large / FACTOR, large));
    if (settings.large()) {
      sizes.add(large * FACTOR);
    }
    return sizes;
  }

  private Filled filled(int events) throws SQLException {
    TableSet tables = new TableSet(server, "log" + events + "_");
    HikariDataSource pool = server.pool(2, true);
    Ours ours = new Ours(tables, pool);
    Fill fill = new Fill(tables, events);
    fill.run();
    Map<String, Work> works = works(ours, fill);
    Map<String, double[]> nanos = new LinkedHashMap<>();
    works.keySet().forEach(name -> nanos.put(name, new double[settings.rounds()]));
    return new Filled(events, ours, works, nanos);
  }

  /**
   * What is done to a log. Half of the streams are appended to at their version, by the first of
   * two callers that share them out; of the other half the tags are appended to and the streams
   * loaded.
   */
  private static Map<String, Work> works(Ours ours, Fill fill) {
    int streams = fill.streams();
    Accounts accounts = Accounts.of(2, streams, fill.events() / streams);
    OurAppends appends =
        new OurAppends(ours, accounts, (store, account, deposit) -> store.append(deposit));
    long head = fill.events();
    OurAppends conditional =
        new OurAppends(
            ours,
            accounts,
            (store, account, deposit) ->
                store.appendTaggedSince(
                    deposit, deposit.tag(), Math.max(head, account.position())));
    Map<String, Work> works = new LinkedHashMap<>();
    works.put("append", caller -> appends.once(0));
    works.put("conditional-append", caller -> conditional.once(1));
    works.put("load", loads(ours, streams));
    works.put("catch-up", catchUp(ours, head));
    return works;
  }

  private static Work loads(Ours ours, int streams) {
    int[] turn = {-1};
    return caller -> {
      turn[0] = (turn[0] + 2) % Math.max(2, streams);
      if (ours.log().readStream("account-" + turn[0], 0, PAGE).events().isEmpty()) {
        throw new IllegalStateException("Stream " + turn[0] + " has no events.");
      }
      return 1;
    };
  }

  /** Pages from the middle of the log to its end, again and again; counted by events. */
  private static Work catchUp(Ours ours, long head) {
    long[] after = {head / 2};
    return caller -> {
      EventPage page = ours.log().read(EventQuery.all(), after[0], PAGE);
      after[0] = page.more() ? page.through() : head / 2;
      return page.events().size();
    };
  }
}
