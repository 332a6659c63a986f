package org.plaincqrs.jdbc.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;

/** On a file of H2, one thread of the process writes at a time. */
@Timeout(60)
class H2DialectTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  @Test
  void who_waits_too_long_for_another_writer_is_told_and_no_retry_repeats_the_wait()
      throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (FreshDatabase fresh = TestDatabase.H2.fresh();
        Connection connection = fresh.connect()) {
      H2Dialect mine = prepared(connection);
      H2Dialect others = prepared(connection);

      mine.writing(
          () -> {
            Future<String> waiting = other.submit(() -> others.writing(() -> "written"));
            assertThatThrownBy(waiting::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                    SQLTransientConnectionException.class,
                    e -> assertThat(others.isTransient(e)).isFalse())
                .hasMessageContaining("writing to this H2 database for 1 s");
            return mine.writing(() -> "inside");
          });

      assertThat(other.submit(() -> others.writing(() -> "written")).get()).isEqualTo("written");
    } finally {
      other.shutdown();
    }
  }

  @Test
  void in_memory_there_is_nothing_to_wait_for() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
      H2Dialect dialect = prepared(connection);

      String written =
          dialect.writing(
              () -> {
                try {
                  return other.submit(() -> dialect.writing(() -> "written")).get();
                } catch (InterruptedException | ExecutionException e) {
                  throw new IllegalStateException(e);
                }
              });

      assertThat(written).isEqualTo("written");
    } finally {
      other.shutdown();
    }
  }

  private static H2Dialect prepared(Connection connection) throws SQLException {
    H2Dialect dialect = new H2Dialect(SHORT);
    dialect.prepare(connection);
    return dialect;
  }
}
