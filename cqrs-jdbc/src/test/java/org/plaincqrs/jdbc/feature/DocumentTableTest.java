package org.plaincqrs.jdbc.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.feature.Shop.Buy;
import org.plaincqrs.jdbc.feature.Shop.Spending;
import org.plaincqrs.projection.Projection;

/** Documents in tables of the application's own. */
class DocumentTableTest extends OnEveryDatabase {
  private final Projection<Spending, String> spendings = Shop.spendings();

  private JdbcStorage storage(FreshDatabase database) throws SQLException {
    execute(database, SpendingTable.DDL);
    return JdbcStorage.builder(database.dataSource())
        .table(Shop.SPENDING, new SpendingTable())
        .build();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void an_inline_view_is_kept_by_the_application_s_sql(TestDatabase database) throws SQLException {
    FreshDatabase db = fresh(database);
    Cqrs shop = closing(Shop.on(storage(db)).inline(spendings).build());

    shop.send(new Buy("ada", 700));
    shop.send(new Buy("bob", 2_000));
    shop.send(new Buy("ada", 400));

    assertThat(number(db, "select sum(cents) from spending where good = 1")).isEqualTo(3_100);
    assertThat(shop.view(spendings).find("ada")).contains(new Spending("ada", 1_100, true));
    assertThat(shop.view(spendings).count()).isEqualTo(2);
    assertThat(shop.view(spendings).findBy(Shop.GOOD, true))
        .extracting(Spending::customer)
        .containsExactly("ada", "bob");
    try (Stream<Spending> all = shop.view(spendings).all()) {
      assertThat(all.map(Spending::customer)).containsExactly("ada", "bob");
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_following_view_is_kept_by_the_application_s_sql(TestDatabase database)
      throws SQLException {
    FreshDatabase db = fresh(database);
    Cqrs shop = closing(Shop.on(storage(db)).follow(spendings).build());

    shop.send(new Buy("ada", 700));
    shop.await(shop.send(new Buy("ada", 400)), Duration.ofSeconds(10));

    assertThat(number(db, "select cents from spending")).isEqualTo(1_100);
  }
}
