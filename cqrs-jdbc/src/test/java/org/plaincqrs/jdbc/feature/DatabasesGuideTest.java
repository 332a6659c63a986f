package org.plaincqrs.jdbc.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.event.EventName;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.StoredType;
import org.plaincqrs.jdbc.Database;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.codec.JacksonCodec;
import org.plaincqrs.jdbc.codec.JsonEvent;
import org.plaincqrs.jdbc.codec.JsonUpcaster;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.feature.Shop.Buy;
import org.plaincqrs.jdbc.feature.Shop.Spending;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.PayloadLimits;

/** What docs/databases.md shows. */
class DatabasesGuideTest extends OnEveryDatabase {
  private final Projection<Spending, String> spendings = Shop.spendings();

  @Test
  void the_first_program_finds_its_data_when_it_is_started_again(@TempDir Path folder) {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      HelloDatabase.main(folder.resolve("hello").toString());
      HelloDatabase.main(folder.resolve("hello").toString());
    } finally {
      System.setOut(console);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("ada has 500 cents", "ada has 1000 cents");
  }

  @Test
  void a_file_of_h2_is_a_durable_storage(@TempDir Path folder) {
    try (HikariDataSource dataSource = h2(folder)) {
      try (Cqrs shop = Shop.on(JdbcStorage.on(dataSource)).inline(spendings).build()) {
        shop.send(new Buy("ada", 700));
      }
      try (Cqrs again = Shop.on(JdbcStorage.on(dataSource)).inline(spendings).build()) {
        assertThat(again.view(spendings).find("ada")).contains(new Spending("ada", 700, false));
      }
    }
  }

  private static HikariDataSource h2(Path folder) {
    // [pool]
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:" + folder.resolve("shop") + ";WRITE_DELAY=0");
    HikariDataSource dataSource = new HikariDataSource(config);
    // [/pool]
    return dataSource;
  }

  @ParameterizedTest
  @MethodSource("databases")
  void the_storage_is_given_to_the_wiring(TestDatabase database) {
    DataSource dataSource = fresh(database).dataSource();
    // [storage]
    Cqrs shop = Shop.on(JdbcStorage.on(dataSource)).follow(spendings).build();
    // [/storage]
    closing(shop);
    shop.await(shop.send(new Buy("ada", 700)), Duration.ofSeconds(10));
    assertThat(shop.view(spendings).count()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void what_can_be_chosen_is_chosen_by_a_builder(TestDatabase database) {
    DataSource dataSource = fresh(database).dataSource();
    // [builder]
    JdbcStorage storage =
        JdbcStorage.builder(dataSource)
            .prefix("shop_")
            .commandRetention(Duration.ofDays(30))
            .codec(new JacksonCodec(PayloadLimits.DEFAULT.withBytes(100_000)))
            .build();
    // [/builder]
    Cqrs shop = closing(Shop.on(storage).inline(spendings).build());
    shop.send(new Buy("ada", 700));
    assertThat(shop.log().head()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_view_may_live_in_another_database(TestDatabase database) {
    JdbcStorage storage = JdbcStorage.on(fresh(database).dataSource());
    JdbcStorage reports = JdbcStorage.on(fresh(TestDatabase.H2).dataSource());
    // [two-databases]
    Cqrs shop = Shop.on(storage).follow(spendings, reports).build();
    // [/two-databases]
    closing(shop);
    shop.await(shop.send(new Buy("ada", 700)), Duration.ofSeconds(10));
    assertThat(shop.view(spendings).find("ada")).contains(new Spending("ada", 700, false));
  }

  @Test
  void the_ddl_can_be_printed() {
    // [ddl]
    String sql = JdbcStorage.ddl(Database.POSTGRESQL, "shop_", List.of(Shop.SPENDING));
    // [/ddl]
    assertThat(sql).contains("create table shop_events", "shop_doc_spending", "by_good");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_view_can_be_asked_in_sql(TestDatabase database) throws SQLException {
    FreshDatabase db = fresh(database);
    Cqrs shop = closing(Shop.on(JdbcStorage.on(db.dataSource())).inline(spendings).build());
    shop.send(new Buy("ada", 1_000));
    shop.send(new Buy("bob", 1));
    try (Connection connection = db.connect();
        // [sql]
        PreparedStatement good =
            connection.prepareStatement("select count(*) from cqrs_doc_spending where by_good = ?")
        // [/sql]
        ) {
      good.setBoolean(1, true);
      try (var rows = good.executeQuery()) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(1);
      }
    }
  }

  // [upcast-event]
  @EventName(value = "Bought", revision = 2)
  record Purchase(String customer, long cents, String currency) {}

  // [/upcast-event]

  record Greeted(String customer) {}

  @ParameterizedTest
  @MethodSource("databases")
  void events_are_upcast_on_their_json_tree(TestDatabase database) {
    FreshDatabase db = fresh(database);
    try (Cqrs shop = Shop.on(JdbcStorage.on(db.dataSource())).build()) {
      shop.send(new Buy("ada", 700));
    }

    // [upcast]
    EventTypes.Builder types = EventTypes.builder().add(Purchase.class);
    types.upcast(JsonUpcaster.of("Bought", 1).withDefault("currency", "EUR").to("Bought", 2));
    // [/upcast]
    assertThat(payloads(db, types)).containsExactly(new Purchase("ada", 700, "EUR"));

    types = EventTypes.builder().add(Purchase.class).add(Greeted.class);
    // [split]
    types.upcast(
        JsonUpcaster.of("Bought", 1)
            .withDefault("currency", "EUR")
            .split(
                Set.of(StoredType.of("Greeted", 1), StoredType.of("Bought", 2)),
                json ->
                    List.of(
                        JsonEvent.of("Greeted", 1, json.deepCopy().retain("customer")),
                        JsonEvent.of("Bought", 2, json))));
    // [/split]
    assertThat(payloads(db, types))
        .containsExactly(new Greeted("ada"), new Purchase("ada", 700, "EUR"));
  }

  private List<Object> payloads(FreshDatabase db, EventTypes.Builder types) {
    org.plaincqrs.storage.StorageModel model =
        new org.plaincqrs.storage.StorageModel(
            types.build(), List.of(), List.of(), java.time.Clock.systemUTC());
    return org.plaincqrs.storage.UpcastingLog.of(
            closing(JdbcStorage.on(db.dataSource()).open(model)).log(), model.events())
        .read(org.plaincqrs.event.EventQuery.all(), 0, 10)
        .events()
        .stream()
        .map(org.plaincqrs.event.RecordedEvent::payload)
        .toList();
  }

  @Test
  void the_application_s_transaction_is_joined_by_a_provider() {
    DataSource dataSource = fresh(TestDatabase.H2).dataSource();
    // [joining]
    JdbcStorage storage =
        JdbcStorage.builder(dataSource).joining(new SpringConnections(dataSource)).build();
    // [/joining]
    closing(Shop.on(storage).build()).send(new Buy("ada", 700));
  }

  @Test
  void a_type_of_documents_may_have_the_application_s_own_table() throws SQLException {
    FreshDatabase db = fresh(TestDatabase.H2);
    execute(db, SpendingTable.ddl(Database.H2));
    DataSource dataSource = db.dataSource();
    // [own-table]
    JdbcStorage storage =
        JdbcStorage.builder(dataSource).table(Shop.SPENDING, new SpendingTable()).build();
    // [/own-table]
    closing(Shop.on(storage).inline(spendings).build()).send(new Buy("ada", 700));
    assertThat(number(db, "select cents from spending")).isEqualTo(700);
  }

  @Test
  void queries_may_be_answered_by_a_replica() {
    DataSource dataSource = fresh(TestDatabase.H2).dataSource();
    DataSource replica = dataSource;
    // [replica]
    JdbcStorage storage = JdbcStorage.builder(dataSource).queriesOn(replica).build();
    // [/replica]
    closing(Shop.on(storage).build()).send(new Buy("ada", 700));
  }
}
