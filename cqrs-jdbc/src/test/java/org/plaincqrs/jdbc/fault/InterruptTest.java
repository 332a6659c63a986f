package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.database.BuildDirectory;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;

/** Threads that are interrupted while they commit and read. */
@Timeout(120)
class InterruptTest {
  private static final int THREADS = 6;
  private static final int COMMITS = 40;
  private static final int LONGEST_PAUSE_MICROS = 2_000;
  private static final int BUSY = 5;

  /** A database and how it is reached. */
  private record Address(String name, String url, String user, Runnable removal) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<String> addresses() {
    return Stream.of("POSTGRESQL", "MARIADB", "SQLITE", "H2 async:", "H2 retry:");
  }

  private static Address address(String name) {
    if (name.startsWith("H2")) {
      Path file = BuildDirectory.fresh("interrupts").resolve("h2");
      String url = "jdbc:h2:" + name.substring(3) + file + ";WRITE_DELAY=0";
      return new Address(name, url, "sa", () -> {});
    }
    FreshDatabase fresh = TestDatabase.valueOf(name).fresh();
    return new Address(name, fresh.jdbcUrl(), fresh.user(), fresh::close);
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void an_interrupt_keeps_its_flag_and_breaks_nothing(String name) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Address address = address(name);
    History history = new History();
    AtomicInteger flags = new AtomicInteger();
    AtomicInteger reads = new AtomicInteger();
    AtomicReferenceArray<Thread> threads = new AtomicReferenceArray<>(THREADS);
    try (HikariDataSource source = pool(address);
        Crew crew = new Crew()) {
      Store store = JdbcStorage.on(source).open(Work.model());
      List<Future<Boolean>> working =
          crew.begin(
              THREADS,
              thread -> {
                threads.set(thread, Thread.currentThread());
                for (int i = 0; i < COMMITS; i++) {
                  history.commit(store, new Work().append("s" + thread % 2).append(null));
                  read(store, reads);
                  flags.addAndGet(Thread.interrupted() ? 1 : 0);
                }
                threads.set(thread, null);
                return true;
              });
      while (working.stream().anyMatch(each -> !each.isDone())) {
        Thread victim = threads.get(random.nextInt(THREADS));
        if (victim != null) {
          victim.interrupt();
        }
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(LONGEST_PAUSE_MICROS)));
      }
      Crew.end(working);

      System.out.printf(
          "interrupts on %s, seed %d: %s, %d flags seen, %d reads failed%n",
          name, seed, history, flags.get(), reads.get());
      Work after = new Work().append("after");
      assertThat(store.commit(after.commit())).isInstanceOf(Verdict.Committed.class);
      try (Connection control = DriverManager.getConnection(address.url, address.user, "")) {
        history.check(new Audit(control, "cqrs_", store), store);
      }
      assertThat(flags.get()).isPositive();
      assertThat(history.acknowledged()).isPositive();
      assertThat(source.getHikariPoolMXBean().getActiveConnections()).isZero();
    } finally {
      address.removal.run();
    }
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void a_flag_that_was_raised_before_is_raised_after(String name) throws Exception {
    Address address = address(name);
    try (HikariDataSource source = pool(address)) {
      Store store = JdbcStorage.on(source).open(Work.model());

      Thread.currentThread().interrupt();
      Verdict verdict = store.commit(new Work().append("s").commit());

      assertThat(Thread.interrupted()).isTrue();
      assertThat(verdict).isInstanceOf(Verdict.Committed.class);
      assertThat(store.log().head()).isOne();
    } finally {
      address.removal.run();
    }
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void an_interrupt_amid_the_work_does_not_spoil_another_attempt(String name) throws Exception {
    Address address = address(name);
    AtomicInteger attempts = new AtomicInteger();
    try (HikariDataSource source = new Impatient(pool(address))) {
      Store store = JdbcStorage.on(source).open(Work.model(interruptedFirst(attempts)));

      Verdict verdict = store.commit(new Work().append("s").commit());

      // H2 swallows the flag where it opens its file again.
      assertThat(Thread.interrupted()).isEqualTo(!name.equals("H2 retry:"));
      assertThat(verdict).isInstanceOf(Verdict.Committed.class);
      assertThat(attempts).hasValue(2);
      assertThat(store.log().head()).isOne();
    } finally {
      address.removal.run();
    }
  }

  /** Gives an interrupted thread no connection, as every pool whose connections are all in use. */
  private static final class Impatient extends HikariDataSource {
    private Impatient(HikariDataSource like) {
      super(like);
      like.close();
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (Thread.currentThread().isInterrupted()) {
        throw new SQLException("Interrupted while waiting for a connection");
      }
      return super.getConnection();
    }
  }

  private static InlineProjection interruptedFirst(AtomicInteger attempts) {
    return new InlineProjection() {
      @Override
      public String name() {
        return "interrupted";
      }

      @Override
      public void apply(List<RecordedEvent> events, DocumentTransaction transaction) {
        if (attempts.incrementAndGet() == 1) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(
              new SQLTransientException("another was in the way", "40001", BUSY));
        }
      }
    };
  }

  private static void read(Store store, AtomicInteger failed) {
    try {
      store.log().read(EventQuery.all(), 0, 5);
    } catch (StorageException e) {
      failed.incrementAndGet();
    }
  }

  private static HikariDataSource pool(Address address) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address.url);
    config.setUsername(address.user);
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }
}
