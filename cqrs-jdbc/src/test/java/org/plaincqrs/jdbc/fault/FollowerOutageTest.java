package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.database.BuildDirectory;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.MariaDbServer;
import org.plaincqrs.jdbc.database.PostgreSqlServer;
import org.plaincqrs.jdbc.database.ServerProcess;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Versioned;
import org.plaincqrs.subscription.Subscription;

/** The database's server is away for a while, again and again, below a node that follows it. */
@Timeout(300)
class FollowerOutageTest {
  private static final Duration TERM = Duration.ofSeconds(2);
  private static final Duration AWAY = Duration.ofSeconds(3);
  private static final int ATTEMPTS_WHILE_AWAY = 100;
  private static final int COMMANDS = 200;
  private static final int EVENTS_EACH = 300;
  private static final int CRASHES = 3;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  static Stream<Arguments> deaths() {
    Consumer<ServerProcess> quit = ServerProcess::quit;
    Consumer<ServerProcess> kill = ServerProcess::kill9;
    return Stream.of(
        Arguments.of("PostgreSQL", List.of(quit, kill)), Arguments.of("MariaDB", List.of(kill)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deaths")
  void a_node_goes_on_by_itself_when_its_server_is_back(
      String server, List<Consumer<ServerProcess>> deaths) throws Exception {
    ConcurrentLinkedQueue<Long> handled = new ConcurrentLinkedQueue<>();
    Projection<Counting.Tally, String> view = Counting.view().parts(2).batch(20).build();
    AtomicBoolean over = new AtomicBoolean();
    try (ServerProcess process =
            server.equals("MariaDB")
                ? MariaDbServer.startOwn(BuildDirectory.fresh("outage"))
                : PostgreSqlServer.startOwn(BuildDirectory.fresh("outage"));
        FreshDatabase fresh = process.fresh();
        Crew crew = new Crew()) {
      CountingSource source = CountingSource.unpooled(fresh);
      try (Cqrs node =
          Counting.on(JdbcStorage.on(source.source()), "node", TERM)
              .follow(view)
              .follow(Subscription.named("handled").each(event -> handled.add(event.position())))
              .build()) {
        List<Future<Boolean>> writing = crew.begin(1, writer -> write(fresh, over));
        for (Consumer<ServerProcess> death : deaths) {
          awaitMore(node, handled);
          death.accept(process);
          long before = source.connections();
          LockSupport.parkNanos(AWAY.toNanos());
          long attempts = source.connections() - before;
          System.out.printf("%s away for %s: %d attempts%n", server, AWAY, attempts);
          assertThat(attempts).isLessThan(ATTEMPTS_WHILE_AWAY);
          process.restart();
        }
        awaitMore(node, handled);
        over.set(true);
        Crew.end(writing);

        long head = node.log().head();
        node.await(view, head, Counting.SOON);
        node.subscriptions().await("handled", head, Counting.SOON);
        assertThat(Counting.shown(node, view)).isEqualTo(Counting.fold(node.log()));
        assertThat(handled.stream().distinct())
            .containsExactlyElementsOf(LongStream.rangeClosed(1, head).boxed().toList());
        System.out.printf(
            "%d deaths of %s: %d events, handled %d times%n",
            deaths.size(), server, head, handled.size());
      }
    }
  }

  /**
   * Of pages that PostgreSQL had not flushed yet, a crash undoes effect and checkpoint together.
   */
  @Test
  void what_a_crash_undoes_of_a_node_that_catches_up_is_done_again() throws Exception {
    Projection<Counting.Tally, String> view = Counting.view().batch(50).build();
    DocumentType<Long, String> sums = DocumentType.of("sums", Long.class, String.class);
    Subscription summing =
        Subscription.named("summing")
            .batch(50)
            .documents(sums)
            .inTransaction(
                (delivery, to) -> {
                  long before = to.find(sums, "all") == null ? 0 : to.find(sums, "all").document();
                  long sum = before + delivery.events().stream().mapToLong(e -> e.position()).sum();
                  to.put(sums, "all", new Versioned<>(sum, 1));
                });
    try (ServerProcess process = PostgreSqlServer.startOwn(BuildDirectory.fresh("unflushed"));
        FreshDatabase fresh = process.fresh()) {
      CountingSource source = CountingSource.unpooled(fresh);
      Storage storage = JdbcStorage.on(source.source());
      try (Cqrs writer = Counting.writer(storage)) {
        for (int i = 0; i < COMMANDS; i++) {
          writer.send(new Counting.Count(keys(i)));
        }
      }
      int crashes = 0;
      long undone = 0;
      try (Cqrs node = Counting.on(storage, "node", TERM).follow(view).follow(summing).build()) {
        long head = node.log().head();
        long reached = 0;
        while (crashes < CRASHES && reached < head) {
          reached = awaitPosition(node, head * (crashes + 1) / (CRASHES + 1));
          process.kill9();
          process.restart();
          undone = Math.max(undone, reached - position(fresh));
          crashes += reached < head ? 1 : 0;
        }
        node.await(view, head, Counting.SOON);
        node.subscriptions().await("summing", head, Counting.SOON);

        assertThat(crashes).isPositive();
        assertThat(Counting.shown(node, view)).isEqualTo(Counting.fold(node.log()));
        try (Store store =
            storage.open(
                new StorageModel(Counting.EVENTS, List.of(sums), List.of(), Clock.systemUTC()))) {
          assertThat(store.documents().find(sums, "all").orElseThrow().document())
              .isEqualTo(head * (head + 1) / 2);
        }
        System.out.printf(
            "%d crashes amid catching up on %d events, at most %d undone and done again%n",
            crashes, head, undone);
      }
    }
  }

  private static List<String> keys(int command) {
    return IntStream.range(0, EVENTS_EACH).mapToObj(i -> "k" + (command * 31 + i) % 97).toList();
  }

  /** Waits until the view is there, or at the end; how far it is. */
  private static long awaitPosition(Cqrs node, long position) {
    AtomicLong at = new AtomicLong();
    Counting.await(
        () -> "the view is at " + position + ": " + node.subscriptions().statuses(),
        () -> {
          at.set(node.subscriptions().statuses(Counting.VIEW).get(0).position());
          return at.get() >= position;
        });
    return at.get();
  }

  /** Where the view is in the database. */
  private static long position(FreshDatabase fresh) throws SQLException {
    try (Connection connection = fresh.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select position from cqrs_checkpoints where owner = '" + Counting.VIEW + "'")) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /** One thread of another process's; what fails is sent again under the same id. */
  private static boolean write(FreshDatabase fresh, AtomicBoolean over) {
    try (HikariDataSource own = pool(fresh);
        Cqrs writer = Counting.writer(JdbcStorage.on(own))) {
      for (int i = 0; !over.get(); i++) {
        Counting.Count count = new Counting.Count("k" + i % 7, "k" + i % 11);
        while (!isSent(writer, count)) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return true;
  }

  private static boolean isSent(Cqrs writer, Counting.Count count) {
    try {
      writer.send(count);
      return true;
    } catch (StorageException e) {
      return false;
    }
  }

  /** The node handles events that were not there before. */
  private static void awaitMore(Cqrs node, ConcurrentLinkedQueue<Long> handled) {
    int before = handled.size();
    Counting.await(
        () -> "more than " + before + " are handled: " + node.subscriptions().statuses(),
        () -> handled.size() > before + 100);
  }

  private static HikariDataSource pool(FreshDatabase fresh) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(fresh.jdbcUrl());
    config.setUsername(fresh.user());
    config.setPassword(fresh.password());
    config.setMaximumPoolSize(6);
    config.setConnectionTimeout(500);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }
}
