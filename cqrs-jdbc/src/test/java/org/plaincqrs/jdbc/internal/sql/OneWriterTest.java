package org.plaincqrs.jdbc.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;

/** On a file of H2 or SQLite, one thread of the process writes at a time. */
@Timeout(60)
class OneWriterTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final ExecutorService other = Executors.newSingleThreadExecutor();

  static Stream<Arguments> files() {
    return Stream.of(
        arguments(TestDatabase.H2, dialect("H2", H2Dialect::new)),
        arguments(TestDatabase.SQLITE, dialect("SQLite", SqliteDialect::new)));
  }

  static Stream<Arguments> inMemory() {
    return Stream.of(
        arguments("jdbc:h2:mem:", dialect("H2", H2Dialect::new)),
        arguments("jdbc:sqlite::memory:", dialect("SQLite", SqliteDialect::new)));
  }

  private static Object dialect(String name, Function<OneWriter, Dialect> dialect) {
    return named(name, dialect);
  }

  @AfterEach
  void stop() {
    other.shutdownNow();
  }

  @ParameterizedTest
  @MethodSource("files")
  void who_waits_too_long_for_another_writer_is_told_and_no_retry_repeats_the_wait(
      TestDatabase database, Function<OneWriter, Dialect> dialect) throws Exception {
    try (FreshDatabase fresh = database.fresh();
        Connection connection = fresh.connect()) {
      Dialect mine = prepared(dialect, connection);
      Dialect others = prepared(dialect, connection);

      mine.writing(
          () -> {
            Future<String> waiting = other.submit(() -> others.writing(() -> "written"));
            assertThatThrownBy(waiting::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                    SQLTransientConnectionException.class,
                    e -> assertThat(others.isTransient(e)).isFalse())
                .hasMessageContaining("waited 1 s for its turn to write to this file database");
            return mine.writing(() -> "inside");
          });

      assertThat(other.submit(() -> others.writing(() -> "written")).get()).isEqualTo("written");
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void who_writes_again_and_again_lets_those_who_wait_go_first(
      TestDatabase database, Function<OneWriter, Dialect> dialect) throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    try (FreshDatabase fresh = database.fresh();
        Connection connection = fresh.connect()) {
      Dialect mine = prepared(dialect, connection);
      Dialect others = prepared(dialect, connection);
      AtomicReference<Future<Boolean>> waiting = new AtomicReference<>();
      AtomicReference<Thread> waiter = new AtomicReference<>();
      // Made before, so that nothing lies between the two turns.
      Uninterrupted.Work<Boolean> second = () -> order.add("second");

      mine.writing(
          () -> {
            waiting.set(
                other.submit(
                    () -> {
                      waiter.set(Thread.currentThread());
                      return others.writing(() -> order.add("other"));
                    }));
            awaitStandingInLine(waiter);
            return order.add("first");
          });
      mine.writing(second);
      waiting.get().get();
    }

    assertThat(order).containsExactly("first", "other", "second");
  }

  @ParameterizedTest
  @MethodSource("files")
  void an_interrupt_while_standing_in_line_does_not_spoil_the_turn(
      TestDatabase database, Function<OneWriter, Dialect> dialect) throws Exception {
    try (FreshDatabase fresh = database.fresh();
        Connection connection = fresh.connect()) {
      Dialect mine = prepared(dialect, connection);
      Dialect others = prepared(dialect, connection);
      AtomicReference<Thread> waiter = new AtomicReference<>();

      Future<List<Boolean>> interrupted =
          mine.writing(
              () -> {
                Future<List<Boolean>> waiting =
                    other.submit(
                        () -> {
                          waiter.set(Thread.currentThread());
                          boolean inTurn =
                              others.writing(() -> Thread.currentThread().isInterrupted());
                          return List.of(inTurn, Thread.interrupted());
                        });
                awaitStandingInLine(waiter);
                waiter.get().interrupt();
                return waiting;
              });

      assertThat(interrupted.get()).as("in its turn, and after it").containsExactly(false, true);
    }
  }

  private static void awaitStandingInLine(AtomicReference<Thread> waiter) {
    while (waiter.get() == null || waiter.get().getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @MethodSource("inMemory")
  void in_memory_there_is_nothing_to_wait_for(String url, Function<OneWriter, Dialect> dialect)
      throws Exception {
    try (Connection connection = DriverManager.getConnection(url)) {
      Dialect writing = prepared(dialect, connection);

      String written =
          writing.writing(
              () -> {
                try {
                  return other.submit(() -> writing.writing(() -> "written")).get();
                } catch (InterruptedException | ExecutionException e) {
                  throw new IllegalStateException(e);
                }
              });

      assertThat(written).isEqualTo("written");
    }
  }

  private static Dialect prepared(Function<OneWriter, Dialect> dialect, Connection connection)
      throws SQLException {
    Dialect prepared = dialect.apply(new OneWriter("file", SHORT));
    prepared.prepare(connection);
    return prepared;
  }
}
