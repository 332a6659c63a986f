package org.plaincqrs.jdbc.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.JdbcTransaction;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.feature.Shop.Bought;
import org.plaincqrs.jdbc.feature.Shop.Buy;
import org.plaincqrs.jdbc.feature.Shop.Spending;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.InlineProjection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The library as a part of the application's own transaction, which is Spring's. */
class SpringTransactionTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Projection<Spending, String> spendings = Shop.spendings();
  private final List<Object> heard = new ArrayList<>();
  private @Nullable FreshDatabase fresh;
  private @Nullable Cqrs cqrs;

  static List<TestDatabase> databases() {
    return TestDatabase.available();
  }

  @AfterEach
  void close() {
    if (cqrs != null) {
      cqrs.close();
    }
    if (fresh != null) {
      fresh.close();
    }
  }

  private FreshDatabase open(TestDatabase database) {
    FreshDatabase opened = database.fresh();
    fresh = opened;
    new JdbcTemplate(opened.dataSource()).execute("create table orders (number int)");
    return opened;
  }

  private Cqrs shop(FreshDatabase database) {
    return shop(database, builder -> builder.inline(spendings));
  }

  private Cqrs shop(FreshDatabase database, java.util.function.UnaryOperator<CqrsBuilder> wiring) {
    JdbcStorage storage =
        JdbcStorage.builder(database.dataSource())
            .joining(new SpringConnections(database.dataSource()))
            .build();
    cqrs = wiring.apply(Shop.on(storage).subscribe(Bought.class, heard::add)).build();
    return cqrs;
  }

  private static TransactionTemplate transaction(FreshDatabase database) {
    TransactionTemplate transaction =
        new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()));
    if (database.jdbcUrl().startsWith("jdbc:mariadb")) {
      // By default it is above.
      transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }
    return transaction;
  }

  private static void order(FreshDatabase database) {
    new JdbcTemplate(database.dataSource()).update("insert into orders values (1)");
  }

  private static int orders(FreshDatabase database) {
    List<Map<String, Object>> rows =
        new JdbcTemplate(database.dataSource()).queryForList("select * from orders");
    return rows.size();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void the_application_s_rows_and_the_command_s_effects_are_committed_together(
      TestDatabase database) {
    FreshDatabase db = open(database);
    Cqrs shop = shop(db);

    transaction(db)
        .executeWithoutResult(
            status -> {
              order(db);
              Receipt<Void> receipt = shop.send(new Buy("ada", 700));
              shop.send(new Buy("ada", 400));
              assertThat(receipt.position()).isEqualTo(1);
              assertThat(shop.view(spendings).find("ada"))
                  .contains(new Spending("ada", 1_100, true));
              assertThat(heard).isEmpty();
            });

    assertThat(orders(db)).isEqualTo(1);
    assertThat(shop.log().head()).isEqualTo(2);
    assertThat(shop.view(spendings).find("ada")).contains(new Spending("ada", 1_100, true));
    assertThat(heard).containsExactly(new Bought("ada", 700), new Bought("ada", 400));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void with_the_application_s_transaction_everything_is_rolled_back_and_nobody_hears_of_it(
      TestDatabase database) {
    FreshDatabase db = open(database);
    Cqrs shop = shop(db);
    Buy buy = new Buy("ada", 700);

    transaction(db)
        .executeWithoutResult(
            status -> {
              order(db);
              shop.send(buy);
              status.setRollbackOnly();
            });

    assertThat(orders(db)).isZero();
    assertThat(shop.log().head()).isZero();
    assertThat(shop.view(spendings).find("ada")).isEmpty();
    assertThat(heard).isEmpty();
    assertThat(shop.send(buy).duplicate()).isFalse();
    assertThat(heard).containsExactly(new Bought("ada", 700));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_command_that_fails_leaves_the_application_s_transaction_usable(TestDatabase database) {
    FreshDatabase db = open(database);
    Projection<Spending, String> picky =
        Projection.into(Shop.SPENDING)
            .on(
                Bought.class,
                Bought::customer,
                (spending, bought) -> {
                  if (bought.cents() < 0) {
                    throw new IllegalStateException("no gifts");
                  }
                  return new Spending(bought.customer(), bought.cents(), false);
                })
            .build();
    Cqrs shop = shop(db, builder -> builder.inline(picky));

    transaction(db)
        .executeWithoutResult(
            status -> {
              order(db);
              assertThatThrownBy(() -> shop.send(new Buy("ada", -1))).hasMessage("no gifts");
              shop.send(new Buy("ada", 5));
            });

    assertThat(orders(db)).isEqualTo(1);
    assertThat(shop.log().head()).isEqualTo(1);
    assertThat(heard).containsExactly(new Bought("ada", 5));
  }

  /** SQLite has one writer, and no victims. */
  static List<TestDatabase> withDeadlocks() {
    return databases().stream().filter(each -> each != TestDatabase.SQLITE).toList();
  }

  /** As a deadlock does on MariaDB and H2. */
  @ParameterizedTest
  @MethodSource("withDeadlocks")
  void when_the_database_ends_the_whole_transaction_nobody_can_commit_what_is_left(
      TestDatabase database) {
    FreshDatabase db = open(database);
    Cqrs shop = shop(db, builder -> builder.inline(spendings).inline(endingTheTransactionAt(13)));

    TransactionTemplate transaction = transaction(db);
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      order(db);
                      shop.send(new Buy("ada", 700));
                      assertThatThrownBy(() -> shop.send(new Buy("ada", 13)))
                          .isInstanceOf(StorageException.class)
                          .hasMessageContaining("has ended the application's transaction");
                    }))
        .isNotNull();

    assertThat(orders(db)).isZero();
    assertThat(shop.log().head()).isZero();
    assertThat(heard).isEmpty();
    shop.send(new Buy("ada", 5));
    assertThat(shop.view(spendings).find("ada")).contains(new Spending("ada", 5, false));
  }

  private static InlineProjection endingTheTransactionAt(long cents) {
    return new InlineProjection() {
      @Override
      public String name() {
        return "ending";
      }

      @Override
      public void apply(List<RecordedEvent> events, DocumentTransaction transaction) {
        if (((Bought) events.get(0).payload()).cents() == cents) {
          try (Statement statement =
              ((JdbcTransaction) transaction).connection().createStatement()) {
            statement.execute("rollback");
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
          throw new IllegalStateException("chosen as the victim of a deadlock");
        }
      }
    };
  }

  @ParameterizedTest
  @MethodSource("databases")
  void what_follows_the_commit_may_send_commands_of_its_own(TestDatabase database) {
    FreshDatabase db = open(database);
    List<Cqrs> self = new ArrayList<>();
    Cqrs shop =
        shop(
            db,
            builder ->
                builder.subscribe(
                    Bought.class,
                    bought -> {
                      if (bought.cents() == 700) {
                        self.get(0).send(new Buy("present", 1));
                      }
                    }));
    self.add(shop);

    transaction(db).executeWithoutResult(status -> shop.send(new Buy("ada", 700)));

    assertThat(shop.log().head()).isEqualTo(2);
    assertThat(heard).contains(new Bought("present", 1));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_following_view_sees_what_the_application_has_committed(TestDatabase database) {
    FreshDatabase db = open(database);
    Cqrs shop = shop(db, builder -> builder.follow(spendings));
    List<Receipt<Void>> receipts = new ArrayList<>();

    transaction(db).executeWithoutResult(status -> receipts.add(shop.send(new Buy("ada", 700))));
    shop.await(receipts.get(0), SOON);

    assertThat(shop.view(spendings).find("ada")).contains(new Spending("ada", 700, false));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void outside_of_a_transaction_the_library_makes_its_own(TestDatabase database) {
    FreshDatabase db = open(database);
    Cqrs shop = shop(db);

    shop.send(new Buy("ada", 700));

    assertThat(shop.log().head()).isEqualTo(1);
    assertThat(heard).containsExactly(new Bought("ada", 700));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_transaction_in_which_checks_could_see_an_old_state_is_refused(TestDatabase database) {
    FreshDatabase db = open(database);
    Cqrs shop = shop(db);
    TransactionTemplate repeatable = transaction(db);
    repeatable.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    boolean refuses = database != TestDatabase.POSTGRESQL && database != TestDatabase.SQLITE;

    if (refuses) {
      assertThatThrownBy(
              () -> repeatable.executeWithoutResult(status -> shop.send(new Buy("ada", 700))))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("begin it at READ COMMITTED");
    } else if (database == TestDatabase.POSTGRESQL) {
      repeatable.executeWithoutResult(status -> shop.send(new Buy("ada", 700)));
    }

    assertThat(shop.log().head()).isEqualTo(database == TestDatabase.POSTGRESQL ? 1 : 0);
  }
}
