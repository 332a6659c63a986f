package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.plaincqrs.benchmarks.report.Contest;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.jdbc.codec.JacksonCodec;
import org.plaincqrs.storage.EventPage;

/** The races of reading, on one log that all contenders share. */
record Reads(Server server, Settings settings, Results results) {
  private static final int PAGE = 1_000;

  /** The whole log by pages, again and again. */
  void all() throws Exception {
    race(settings.events(), this::all);
  }

  private void all(Ours ours, HikariDataSource pool, Fill fill) throws Exception {
    List<Contender> contenders =
        List.of(
            Contender.ours(
                "ours",
                () ->
                    pages(
                        after -> {
                          EventPage page = ours.log().read(EventQuery.all(), after, PAGE);
                          return page.events();
                        })),
            Contender.yardstick(
                "by hand, the library's ObjectReader",
                () -> pages(byHand(strictly(fill.tables()), pool))),
            Contender.beside(
                "by hand, a plain ObjectReader",
                () -> pages(byHand(plainly(fill.tables()), pool))));
    race(Contest.READALL, contenders);
  }

  /** Streams of a hundred events, one after the other. */
  void streams() throws Exception {
    race(settings.events() / 10, this::streams);
  }

  private void streams(Ours ours, HikariDataSource pool, Fill fill) throws Exception {
    HandReads strictly = strictly(fill.tables());
    HandReads plainly = plainly(fill.tables());
    List<Contender> contenders =
        List.of(
            Contender.ours(
                "ours", () -> streams(fill, name -> ours.log().readStream(name, 0, PAGE).events())),
            Contender.yardstick(
                "by hand, the library's ObjectReader", () -> streams(fill, stream(strictly, pool))),
            Contender.beside(
                "by hand, a plain ObjectReader", () -> streams(fill, stream(plainly, pool))));
    race(Contest.STREAM100, contenders);
  }

  /** The whole log once; for a JVM with little memory. */
  void memory() throws Exception {
    race(
        settings.events(),
        (ours, pool, fill) -> {
          long start = System.nanoTime();
          long count = 0;
          EventPage page;
          long after = 0;
          do {
            page = ours.log().read(EventQuery.all(), after, PAGE);
            count += page.events().size();
            after = page.through();
          } while (page.more());
          System.out.printf(
              java.util.Locale.ROOT,
              "%nmemory: read %,d events in %.1f s with a heap of at most %,d MB%n",
              count,
              (System.nanoTime() - start) / 1e9,
              Runtime.getRuntime().maxMemory() >> 20);
        });
  }

  private interface OnFilled {
    void run(Ours ours, HikariDataSource pool, Fill fill) throws Exception;
  }

  private void race(int events, OnFilled race) throws Exception {
    TableSet tables = new TableSet(server, "ours_");
    try (Ours ours = new Ours(tables, server.pool(2, true));
        HikariDataSource pool = server.pool(2, true)) {
      Fill fill = new Fill(tables, events);
      fill.run();
      race.run(ours, pool, fill);
    }
  }

  private void race(Contest contest, List<Contender> contenders) throws Exception {
    new Race(contest, "events", Callers.platform(1), contenders).run(server, settings, results);
  }

  private static HandReads strictly(TableSet tables) {
    JacksonCodec codec = new JacksonCodec();
    return new HandReads(tables, HandJson.create(), bytes -> codec.decode(bytes, Deposited.class));
  }

  private static HandReads plainly(TableSet tables) {
    HandJson json = HandJson.create();
    return new HandReads(tables, json, json::payload);
  }

  private interface Page {
    List<RecordedEvent> behind(long position) throws SQLException;
  }

  private static Page byHand(HandReads reads, HikariDataSource pool) {
    return after -> {
      try (Connection connection = pool.getConnection()) {
        return reads.page(connection, after, PAGE);
      }
    };
  }

  private static Work pages(Page page) {
    long[] after = {0};
    return caller -> {
      List<RecordedEvent> events = page.behind(after[0]);
      after[0] = events.isEmpty() ? 0 : events.get(events.size() - 1).position();
      return events.size();
    };
  }

  private interface Stream {
    List<RecordedEvent> named(String name) throws SQLException;
  }

  private static Stream stream(HandReads reads, HikariDataSource pool) {
    return name -> {
      try (Connection connection = pool.getConnection()) {
        return reads.stream(connection, name, PAGE);
      }
    };
  }

  private static Work streams(Fill fill, Stream stream) {
    int[] turn = {0};
    return caller -> {
      turn[0] = (turn[0] + 1) % fill.streams();
      List<RecordedEvent> events = stream.named("account-" + turn[0]);
      if (events.size() != fill.events() / fill.streams()) {
        throw new IllegalStateException("A stream has " + events.size() + " events.");
      }
      return events.size();
    };
  }
}
