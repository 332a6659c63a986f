package org.plaincqrs.jdbc.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.storage.Signals;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;

/** Processes on one PostgreSQL wake each other; elsewhere they have to ask. */
@Timeout(60)
class SignalsTest extends OnEveryDatabase {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration NONE = Duration.ZERO;
  private static final AtomicInteger PREFIXES = new AtomicInteger();

  /** Channels are shared by all schemas of a database, so each test has one of its own. */
  private final String prefix = "s" + PREFIXES.incrementAndGet() + "_";

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "H2", "SQLITE"})
  void other_databases_have_no_way_to_wake(TestDatabase database) {
    assertThat(open(fresh(database).dataSource()).signals()).isNull();
  }

  @Test
  void a_pool_that_hides_the_driver_has_no_way_to_wake() {
    DataSource pool = fresh(TestDatabase.POSTGRESQL).dataSource();

    Store store =
        open(
            proxy(
                DataSource.class,
                pool,
                borrowed -> proxy(Connection.class, borrowed, result -> result)));

    assertThat(store.signals()).isNull();
  }

  @Test
  void the_first_wait_ends_at_once_since_words_may_have_come_before() throws Exception {
    Signals signals = signals(fresh(TestDatabase.POSTGRESQL).dataSource());

    assertThat(signals.await(LONG)).isTrue();
    assertThat(signals.await(Duration.ofMillis(300))).isFalse();
    assertThat(signals.await(NONE)).isFalse();
  }

  @Test
  void a_word_from_one_wakes_the_other_at_once() throws Exception {
    FreshDatabase db = fresh(TestDatabase.POSTGRESQL);
    Signals one = signals(db.dataSource(2));
    Signals other = signals(db.dataSource(3));
    other.await(LONG);
    one.send();
    assertThat(other.await(LONG)).isTrue();

    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      Waiting waiting = new Waiting(other, LONG);
      waiting.settle();
      long sent = System.nanoTime();
      one.send();
      assertThat(waiting.woken()).isTrue();
      quickest = Math.min(quickest, System.nanoTime() - sent);
    }

    assertThat(TimeUnit.NANOSECONDS.toMillis(quickest)).isLessThan(100);
  }

  @Test
  void a_word_between_two_waits_ends_the_next() throws Exception {
    Signals signals = signals(fresh(TestDatabase.POSTGRESQL).dataSource());
    signals.await(LONG);

    signals.send();
    signals.send();

    assertThat(signals.await(LONG)).isTrue();
  }

  @Test
  void stores_of_other_prefixes_are_not_woken() throws Exception {
    FreshDatabase db = fresh(TestDatabase.POSTGRESQL);
    Signals mine = signals(db.dataSource());
    mine.await(LONG);

    Store other =
        closing(JdbcStorage.builder(db.dataSource()).prefix(prefix + "x_").build().open(model()));
    Objects.requireNonNull(other.signals()).send();

    assertThat(mine.await(Duration.ofMillis(300))).isFalse();
  }

  @Test
  void a_connection_that_was_terminated_is_replaced() throws Exception {
    FreshDatabase db = fresh(TestDatabase.POSTGRESQL);
    Signals signals = signals(db.dataSource());
    signals.await(LONG);
    for (int i = 0; i < 3; i++) {
      Waiting waiting = new Waiting(signals, LONG);
      waiting.settle();

      assertThat(terminateListener(db)).isOne();

      assertThat(waiting.woken()).as("words may have been lost").isTrue();
      assertThat(signals.await(Duration.ofMillis(100))).isFalse();
    }
    signals.send();
    assertThat(signals.await(LONG)).isTrue();
  }

  @Test
  void while_no_connection_can_be_had_it_is_tried_with_pauses() throws Exception {
    FreshDatabase db = fresh(TestDatabase.POSTGRESQL);
    AtomicInteger tries = new AtomicInteger();
    boolean[] down = {false};
    DataSource source =
        proxy(
            DataSource.class,
            db.dataSource(),
            borrowed -> {
              tries.incrementAndGet();
              if (down[0]) {
                ((Connection) borrowed).close();
                throw new SQLException("down", "08001");
              }
              return borrowed;
            });
    Signals signals = signals(source);
    signals.await(LONG);
    down[0] = true;
    terminateListener(db);
    tries.set(0);

    assertThat(signals.await(Duration.ofSeconds(2))).isFalse();

    assertThat(tries.get()).isBetween(1, 6);
    down[0] = false;
    assertThat(signals.await(LONG)).isTrue();
  }

  @Test
  void closing_ends_a_wait_and_gives_the_connection_back_clean() throws Exception {
    FreshDatabase db = fresh(TestDatabase.POSTGRESQL);
    HikariDataSource pool = (HikariDataSource) db.dataSource(1);
    Store store = open(pool);
    Signals signals = Objects.requireNonNull(store.signals());
    signals.await(LONG);
    Waiting waiting = new Waiting(signals, LONG);
    waiting.settle();
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isOne();

    long closed = System.nanoTime();
    store.close();

    assertThat(waiting.woken()).isFalse();
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - closed)).isLessThan(1_500);
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    assertThat(channels(pool)).isZero();
    assertThat(signals.await(LONG)).isFalse();
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    store.close();
  }

  @Test
  void an_interrupt_ends_a_wait() throws Exception {
    Signals signals = signals(fresh(TestDatabase.POSTGRESQL).dataSource());
    signals.await(LONG);
    Waiting waiting = new Waiting(signals, LONG);
    waiting.settle();

    waiting.thread().interrupt();

    assertThatThrownBy(waiting::woken)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    signals.send();
    assertThat(signals.await(LONG)).isTrue();
  }

  @Test
  void connections_may_come_read_only_and_without_auto_commit() throws Exception {
    FreshDatabase db = fresh(TestDatabase.POSTGRESQL);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(db.jdbcUrl());
    config.setUsername(db.user());
    config.setPassword(db.password());
    config.setAutoCommit(false);
    config.setReadOnly(true);
    config.setMaximumPoolSize(2);
    HikariDataSource pool = closing(new HikariDataSource(config));
    Signals signals = signals(pool);
    signals.await(LONG);

    signals.send();

    assertThat(signals.await(LONG)).isTrue();
    signals.close();
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
  }

  @Test
  void a_word_that_can_not_be_sent_fails_nobody() {
    HikariDataSource pool = (HikariDataSource) fresh(TestDatabase.POSTGRESQL).dataSource();
    Signals signals = signals(pool);

    pool.close();

    signals.send();
  }

  private Signals signals(DataSource source) {
    return Objects.requireNonNull(open(source).signals());
  }

  private Store open(DataSource source) {
    return closing(JdbcStorage.builder(source).prefix(prefix).build().open(model()));
  }

  private static StorageModel model() {
    return new StorageModel(EventTypes.builder().build(), List.of(), List.of(), Clock.systemUTC());
  }

  private long terminateListener(FreshDatabase db) throws SQLException {
    return number(
        db,
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where query = 'listen \""
            + prefix
            + "changed\"' and pid <> pg_backend_pid()");
  }

  private static long channels(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from pg_listening_channels()")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** What is done with what a method that lends a connection, or any of a connection, returns. */
  private interface Change {
    @Nullable Object of(@Nullable Object result) throws SQLException;
  }

  /** Only itself, so that nothing can be unwrapped from it. */
  private static <T> T proxy(Class<T> type, @Nullable Object target, Change change) {
    return type.cast(
        Proxy.newProxyInstance(
            SignalsTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("isWrapperFor")) {
                return false;
              }
              try {
                return change.of(method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** A thread that waits for a word. */
  private final class Waiting {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Future<Boolean> word;
    private volatile @Nullable Thread thread;

    private Waiting(Signals signals, Duration timeout) {
      word =
          threads.submit(
              () -> {
                thread = Thread.currentThread();
                begun.countDown();
                return signals.await(timeout);
              });
    }

    /** Until it is surely at it. */
    private void settle() throws InterruptedException {
      begun.await();
      new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }

    private Thread thread() {
      return Objects.requireNonNull(thread);
    }

    private boolean woken() throws Exception {
      return word.get(30, TimeUnit.SECONDS);
    }
  }
}
