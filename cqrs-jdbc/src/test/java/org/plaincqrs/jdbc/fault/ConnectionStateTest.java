package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.fault.Bench.Inline;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.SubscriptionStore;
import org.plaincqrs.storage.Verdict;
import org.plaincqrs.storage.Versioned;

/** However a pool's connections come, all works, and they go back as they came. */
@Timeout(120)
class ConnectionStateTest {
  private static final int THREADS = 8;
  private static final int NODES = 2;

  /** How connections come. */
  enum State {
    ALONE(1, config -> {}),
    NOT_IN_AUTO_COMMIT(3, config -> config.setAutoCommit(false)),
    READ_ONLY(3, config -> config.setReadOnly(true)),
    REPEATABLE_READ(3, config -> config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ")),
    SERIALIZABLE(3, config -> config.setTransactionIsolation("TRANSACTION_SERIALIZABLE")),
    ALL_AT_ONCE(
        1,
        config -> {
          config.setAutoCommit(false);
          config.setReadOnly(true);
          config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        });

    private final int size;
    private final Consumer<HikariConfig> setting;

    State(int size, Consumer<HikariConfig> setting) {
      this.size = size;
      this.setting = setting;
    }

    /** SQLite's connections can't change any more to be read-only or not. */
    boolean isPossibleOn(TestDatabase database) {
      return database != TestDatabase.SQLITE
          || this == ALONE
          || this == NOT_IN_AUTO_COMMIT
          || this == SERIALIZABLE;
    }
  }

  static Stream<Arguments> cases() {
    return TestDatabase.available().stream()
        .flatMap(
            database ->
                Stream.of(State.values())
                    .filter(state -> state.isPossibleOn(database))
                    .map(state -> Arguments.of(database, state)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void all_works_and_connections_go_back_as_they_came(TestDatabase database, State state)
      throws Exception {
    Queue<String> changed = new ConcurrentLinkedQueue<>();
    List<HikariDataSource> pools = new ArrayList<>();
    try (FreshDatabase fresh = database.fresh();
        Crew crew = new Crew();
        Connection control = fresh.connect()) {
      try {
        List<Store> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
          HikariDataSource pool = pool(fresh, state);
          pools.add(pool);
          nodes.add(
              JdbcStorage.on(watched(pool, changed))
                  .open(Work.model(Inline.CONNECTION.projections()[0])));
        }
        History history = new History();
        crew.run(THREADS, thread -> everything(nodes.get(thread % NODES), thread, history));

        System.out.printf("connections %s on %s: %s%n", state, database, history);
        assertThat(history.refused()).isEmpty();
        Store store = nodes.get(0);
        Audit audit = new Audit(control, "cqrs_", store);
        history.check(audit, store);
        assertThat(store.documents().find(Work.COUNTERS, "all").orElseThrow().document().count())
            .isEqualTo(audit.size() + THREADS);
        assertThat(changed).isEmpty();
        pools.forEach(
            pool -> assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero());
      } finally {
        pools.forEach(HikariDataSource::close);
      }
    }
  }

  private static boolean everything(Store store, int thread, History history) {
    String stream = "stream " + thread;
    Tag tag = Tag.of("thread", "t" + thread);
    for (int i = 0; i < 3; i++) {
      long head = store.log().head();
      Work work = new Work().expect(stream, 2L * i).append(stream, tag).append(stream);
      work.expectNone(EventQuery.tags(tag), head).put("key " + thread, i + 1);
      assertThat(history.commit(store, work)).isInstanceOf(Verdict.Committed.class);
      assertThat(store.commit(work.commit())).isInstanceOf(Verdict.Duplicate.class);
      assertThat(store.remembered(work.handled())).isPresent();
      assertThat(store.log().readStream(stream, 0, 100).events()).hasSize(2 * i + 2);
      assertThat(store.log().read(EventQuery.tags(tag), 0, 100).events()).hasSize(i + 1);
    }
    Work late = new Work().expect(stream, 1).append(stream);
    assertThat(history.commit(store, late)).isInstanceOf(Verdict.Conflict.class);
    assertThat(
            store
                .documents()
                .advance(
                    new Checkpoint("owner " + thread, 0, 1),
                    transaction ->
                        transaction.put(
                            Work.COUNTERS,
                            "own " + thread,
                            new Versioned<>(new Work.Counter(1), 1))))
        .isTrue();
    store.documents().write(transaction -> Work.count(1, transaction));
    subscribing(store, thread);
    try (Stream<Versioned<Work.Counter>> all = store.documents().all(Work.COUNTERS)) {
      assertThat(all).isNotEmpty();
    }
    return true;
  }

  private static void subscribing(Store store, int thread) {
    SubscriptionStore subscriptions = store.subscriptions();
    String node = "node " + thread;
    String name = "subscription " + thread;
    DocumentType<Work.Counter, String> made = Work.COUNTERS.named("made " + thread % 2);
    store.documents().create(made);
    subscriptions.beat(node, Set.of("view 1"), Duration.ofMinutes(5));
    subscriptions.beat(node, Set.of("view 1"), Duration.ofMinutes(5));
    subscriptions.create(
        List.of(Reader.fresh(name, 1, 1, 0, 1, 0), Reader.fresh(name, 2, 1, 0, 1, 0)));
    Reader seen = reader(subscriptions, name);
    Reader held = subscriptions.claim(seen, node).orElseThrow();
    assertThat(subscriptions.claim(seen, node)).isEmpty();
    store.documents().advance(List.of(new Checkpoint(held.owner(), 0, 5, held.epoch())));
    assertThat(subscriptions.report(held, "live")).isTrue();
    subscriptions.pause(name, true);
    assertThat(subscriptions.activate(name, 2, 1)).isTrue();
    assertThat(subscriptions.activate(name, 2, 1)).isFalse();
    assertThat(reader(subscriptions, name))
        .isEqualTo(new Reader(name, 1, 1, 0, 1, false, true, 5, 1, node, "live"));
    subscriptions.release(held);
    subscriptions.remove(name, 2);
    subscriptions.reset(held, 3);
    subscriptions.leave(node);
    assertThat(reader(subscriptions, name).epoch()).isEqualTo(2);
    assertThat(store.documents().count(made)).isZero();
  }

  private static Reader reader(SubscriptionStore subscriptions, String name) {
    return subscriptions.roster().readers().stream()
        .filter(each -> each.subscription().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static HikariDataSource pool(FreshDatabase fresh, State state) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(fresh.jdbcUrl());
    config.setUsername(fresh.user());
    config.setPassword(fresh.password());
    config.setMaximumPoolSize(state.size);
    config.setConnectionTimeout(20_000);
    state.setting.accept(config);
    return new HikariDataSource(config);
  }

  /** Looks at each connection as it is lent and as it is given back, before the pool tidies up. */
  private static DataSource watched(HikariDataSource pool, Queue<String> changed) {
    ClassLoader loader = ConnectionStateTest.class.getClassLoader();
    return (DataSource)
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {DataSource.class},
            (source, borrow, none) -> {
              Connection real = pool.getConnection();
              String before = state(real);
              return Proxy.newProxyInstance(
                  loader,
                  new Class<?>[] {Connection.class},
                  (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && !state(real).equals(before)) {
                      changed.add(before + " became " + state(real));
                    }
                    try {
                      return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  });
            });
  }

  private static String state(Connection connection) throws SQLException {
    return "auto-commit %s, read-only %s, isolation %d"
        .formatted(
            connection.getAutoCommit(),
            connection.isReadOnly(),
            connection.getTransactionIsolation());
  }
}
