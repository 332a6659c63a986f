package org.plaincqrs.jdbc.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.feature.Shop.Bought;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;

/**
 * PostgreSQL reads no more than it must, whatever it believes about the data: how many rows of a
 * large log each read touches, by the database's own counters.
 */
class QueryPlanTest extends OnEveryDatabase {
  private static final int EVENTS = 100_000;
  private static final int STREAMS = 1_000;
  private static final String FILL =
      """
      insert into cqrs_events
      select p, gen_random_uuid(), 's' || p %% %2$d, (p - 1) / %2$d + 1,
        case when p %% 10000 = 0 then 'Rare' else 'Bought' end, 1,
        convert_to('{"customer":"ada","cents":1}', 'UTF8'),
        convert_to('[["customer","c' || p %% %2$d || '"],["colour","red"]]', 'UTF8'), null, 0
      from generate_series(1, %1$d) p
      """;
  private static final String FILL_TAGS =
      """
      insert into cqrs_tags
      select 'customer', 'c' || p %% %2$d, p from generate_series(1, %1$d) p
      union all select 'colour', 'red', p from generate_series(1, %1$d) p
      """;

  private Store filled(FreshDatabase database) throws SQLException {
    Store store =
        closing(
            JdbcStorage.on(database.dataSource(1))
                .open(
                    new StorageModel(
                        EventTypes.builder()
                            .add(Bought.class)
                            .add("Rare", 1, Shop.Spending.class)
                            .build(),
                        List.of(),
                        List.of(),
                        java.time.Clock.systemUTC())));
    execute(database, FILL.formatted(EVENTS, STREAMS));
    execute(database, FILL_TAGS.formatted(EVENTS, STREAMS));
    execute(database, "update cqrs_head set position = " + EVENTS);
    return store;
  }

  /** How many rows of a table were read by scans of either kind, by the counters of one session. */
  private static long touched(FreshDatabase database) throws SQLException {
    List<Long> counts = new ArrayList<>();
    try (Connection connection = database.dataSource(1).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_stat_force_next_flush()");
      try (PreparedStatement query =
              connection.prepareStatement(
                  "select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) from"
                      + " pg_stat_user_tables where relname in ('cqrs_events', 'cqrs_tags')");
          ResultSet rows = query.executeQuery()) {
        rows.next();
        counts.add(rows.getLong(1));
      }
    }
    return counts.get(0);
  }

  private static long touchedBy(FreshDatabase database, Runnable read) throws SQLException {
    long before = touched(database);
    read.run();
    return touched(database) - before;
  }

  @Test
  void every_read_touches_about_as_many_rows_as_it_returns() throws SQLException {
    FreshDatabase db = fresh(TestDatabase.POSTGRESQL);
    Store store = filled(db);
    EventQuery customer = EventQuery.tags(Tag.of("customer", "c7"));
    EventQuery both = EventQuery.tags(Tag.of("customer", "c7"), Tag.of("colour", "red"));

    assertThat(touchedBy(db, () -> store.log().read(EventQuery.all(), 50_000, 100)))
        .isBetween(100L, 200L);
    assertThat(touchedBy(db, () -> store.log().readStream("s7", 0, 1_000))).isBetween(100L, 300L);
    assertThat(touchedBy(db, () -> store.log().version("s7"))).isLessThan(10);
    assertThat(touchedBy(db, () -> store.log().read(customer, 0, 10))).isBetween(10L, 100L);
    assertThat(touchedBy(db, () -> store.log().read(customer, 0, 1_000))).isBetween(100L, 500L);
    assertThat(touchedBy(db, () -> store.log().readBackward(customer, Long.MAX_VALUE, 10)))
        .isBetween(10L, 100L);
    // Which of two tags is rare is found out by counting each, up to 1,000.
    assertThat(touchedBy(db, () -> store.log().read(both, 0, 1_000))).isBetween(100L, 1_800L);
  }
}
