package org.plaincqrs.jdbc.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.jdbc.Database;
import org.plaincqrs.jdbc.DocumentTable;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.feature.Shop.Buy;
import org.plaincqrs.jdbc.feature.Shop.Spending;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Versioned;

/** Documents in tables of the application's own. */
class DocumentTableTest extends OnEveryDatabase {
  private static final int THREADS = 16;
  private static final StorageModel MODEL =
      new StorageModel(
          EventTypes.of(Shop.Bought.class), List.of(Shop.SPENDING), List.of(), Clock.systemUTC());

  private final Projection<Spending, String> spendings = Shop.spendings();

  private JdbcStorage storage(FreshDatabase database) throws SQLException {
    return storage(database, new SpendingTable());
  }

  private JdbcStorage storage(FreshDatabase database, DocumentTable<Spending> table)
      throws SQLException {
    try (Connection connection = database.connect()) {
      execute(database, SpendingTable.ddl(Database.of(connection)));
    }
    return JdbcStorage.builder(database.dataSource()).table(Shop.SPENDING, table).build();
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
  void keys_are_compared_exactly(TestDatabase database) throws SQLException {
    FreshDatabase db = fresh(database);
    Cqrs shop = closing(Shop.on(storage(db)).inline(spendings).build());
    List<String> keys = List.of("Ada", "ada", "ada ", "\u00E4da");

    for (String key : keys) {
      shop.send(new Buy(key, 1));
    }

    try (Stream<Spending> all = shop.view(spendings).all()) {
      assertThat(all.map(Spending::customer)).containsExactlyElementsOf(keys);
    }
    assertThat(shop.view(spendings).find("ada")).contains(new Spending("ada", 1, false));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_table_may_return_smaller_pages_than_it_is_asked_for(TestDatabase database)
      throws SQLException {
    FreshDatabase db = fresh(database);
    DocumentTable<Spending> table =
        table(
            (method, arguments) -> {
              if (method.equals("page")) {
                int last = arguments.length - 1;
                arguments[last] = Math.min(100, (Integer) arguments[last]);
              }
            });
    try (Store store = storage(db, table).open(MODEL)) {
      store
          .documents()
          .write(
              transaction -> {
                for (int i = 0; i < 250; i++) {
                  Spending spending = new Spending("customer " + i, i, i % 10 != 0);
                  transaction.put(Shop.SPENDING, spending.customer(), new Versioned<>(spending, 1));
                }
              });

      try (Stream<Versioned<Spending>> all = store.documents().all(Shop.SPENDING);
          Stream<Versioned<Spending>> good =
              store.documents().findBy(Shop.SPENDING, Shop.GOOD, true)) {
        assertThat(all).hasSize(250);
        assertThat(good).hasSize(225);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_commit_whose_document_the_table_does_not_take_fails_alone(TestDatabase database)
      throws Exception {
    FreshDatabase db = fresh(database);
    DocumentTable<Spending> table =
        table(
            (method, arguments) -> {
              if (method.equals("put") && arguments[1].equals("guilty")) {
                throw new NullPointerException("guilty");
              }
            });
    Cqrs shop = closing(Shop.on(storage(db, table)).inline(spendings).build());

    List<@Nullable Throwable> thrown = atOnce(thread -> buy(shop, thread));

    assertThat(thrown.get(0))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessage(
            "Could not commit: the DocumentTable of document type 'spending' threw a"
                + " java.lang.NullPointerException; see the cause. Nothing was changed.")
        .cause()
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("guilty");
    assertThat(thrown.subList(1, THREADS)).containsOnlyNulls();
    assertThat(number(db, "select sum(cents) from spending")).isEqualTo(10 * (THREADS - 1));
  }

  /** Often enough to meet the others. */
  private static void buy(Cqrs shop, int thread) {
    for (int i = 0; i < 10; i++) {
      shop.send(new Buy(thread == 0 ? "guilty" : "customer " + thread, 1));
    }
  }

  /** What each of many threads that start together is thrown, or null. */
  private List<@Nullable Throwable> atOnce(IntConsumer job) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    closing(threads::shutdownNow);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<@Nullable Throwable>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      running.add(
          threads.submit(
              () -> {
                start.await();
                try {
                  job.accept(thread);
                  return null;
                } catch (RuntimeException e) {
                  return e;
                }
              }));
    }
    List<@Nullable Throwable> thrown = new ArrayList<>();
    for (Future<@Nullable Throwable> each : running) {
      thrown.add(each.get());
    }
    return thrown;
  }

  /** What a table does before it does what it is asked for; it may change the arguments. */
  private interface Before {
    void call(String method, @Nullable Object[] arguments);
  }

  @SuppressWarnings("unchecked")
  private static DocumentTable<Spending> table(Before before) {
    SpendingTable table = new SpendingTable();
    return (DocumentTable<Spending>)
        Proxy.newProxyInstance(
            SpendingTable.class.getClassLoader(),
            new Class<?>[] {DocumentTable.class},
            (proxy, method, arguments) -> {
              before.call(method.getName(), arguments);
              return method.invoke(table, arguments);
            });
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
