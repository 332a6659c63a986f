package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.database.BuildDirectory;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.MariaDbServer;
import org.plaincqrs.jdbc.database.PostgreSqlServer;
import org.plaincqrs.jdbc.database.ServerProcess;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.storage.Store;

/**
 * A server dies under load, or throws its clients out; the store goes on without being reopened.
 */
@Timeout(180)
class KilledServerTest {
  private static final int WRITERS = 6;
  private static final int MOVES = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TERMINATING = Duration.ofSeconds(3);
  private static final Duration LONGEST_CALL = Duration.ofSeconds(30);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  static Stream<Arguments> deaths() {
    Consumer<ServerProcess> quit = ServerProcess::quit;
    Consumer<ServerProcess> kill = ServerProcess::kill9;
    return Stream.of(
        Arguments.of("PostgreSQL", List.of(quit, kill, quit, kill)),
        Arguments.of("MariaDB", List.of(kill, kill)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deaths")
  void a_store_survives_its_server(String server, List<Consumer<ServerProcess>> deaths)
      throws Exception {
    try (ServerProcess process =
            server.equals("MariaDB")
                ? MariaDbServer.startOwn(BuildDirectory.fresh("killed"))
                : PostgreSqlServer.startOwn(BuildDirectory.fresh("killed"));
        FreshDatabase fresh = process.fresh();
        HikariDataSource source = pool(fresh);
        Crew crew = new Crew()) {
      Store store = JdbcStorage.on(source).open(Work.model());
      History history = new History();
      AtomicBoolean over = new AtomicBoolean();
      List<Future<Boolean>> load = load(crew, store, history, over);

      for (Consumer<ServerProcess> death : deaths) {
        awaitMore(history);
        death.accept(process);
        process.restart();
      }
      awaitMore(history);
      over.set(true);
      Crew.end(load);

      System.out.printf("%d deaths of %s: %s%n", deaths.size(), server, history);
      settle(fresh, source, store, history);
    }
  }

  @Test
  void a_store_survives_the_termination_of_its_sessions() throws Exception {
    try (FreshDatabase fresh = TestDatabase.POSTGRESQL.fresh();
        HikariDataSource source = pool(fresh);
        Connection control = fresh.connect();
        Crew crew = new Crew()) {
      Store store = JdbcStorage.on(source).open(Work.model());
      History history = new History();
      AtomicBoolean over = new AtomicBoolean();
      List<Future<Boolean>> load = load(crew, store, history, over);

      long end = System.nanoTime() + TERMINATING.toNanos();
      while (System.nanoTime() < end) {
        terminateOthers(control);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      awaitMore(history);
      over.set(true);
      Crew.end(load);

      System.out.printf("sessions terminated: %s%n", history);
      settle(fresh, source, store, history);
    }
  }

  private static List<Future<Boolean>> load(
      Crew crew, Store store, History history, AtomicBoolean over) {
    return crew.begin(
        WRITERS,
        thread -> {
          Tag tag = Tag.of("thread", "t" + thread);
          while (!over.get()) {
            history.commit(store, new Work().append("stream " + thread % 2, tag).append(null));
            read(store);
          }
          return true;
        });
  }

  private static void read(Store store) {
    try {
      store.log().read(EventQuery.all(), 0, 10);
    } catch (StorageException e) {
      assertThat(e.getCause()).isInstanceOf(SQLException.class);
    }
  }

  /** The store works: more commits are acknowledged than were. */
  private static void awaitMore(History history) {
    int before = history.acknowledged();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (history.acknowledged() < before + MOVES) {
      assertThat(System.nanoTime()).as("back to work in time: %s", history).isLessThan(deadline);
      LockSupport.parkNanos(PAUSE_NANOS / 10);
    }
  }

  private static void settle(
      FreshDatabase fresh, HikariDataSource source, Store store, History history)
      throws SQLException {
    try (Connection control = fresh.connect()) {
      history.check(new Audit(control, "cqrs_", store), store);
    }
    assertThat(source.getHikariPoolMXBean().getActiveConnections()).isZero();
    assertThat(history.slowestMillis()).isLessThan(LONGEST_CALL.toMillis());
  }

  private static void terminateOthers(Connection control) throws SQLException {
    try (Statement statement = control.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
    }
  }

  private static HikariDataSource pool(FreshDatabase fresh) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(fresh.jdbcUrl());
    config.setUsername(fresh.user());
    config.setPassword(fresh.password());
    config.setMaximumPoolSize(4);
    config.setConnectionTimeout(3_000);
    return new HikariDataSource(config);
  }
}
