package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.JdbcTransaction;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.Store;

/** A database with a store that may be hit, one that is never, and an auditor. */
final class Bench implements AutoCloseable {
  /** Which projections take part in every commit. */
  enum Inline {
    NONE,
    DOCUMENTS,
    /** One that writes by SQL of its own. */
    CONNECTION;

    InlineProjection[] projections() {
      return switch (this) {
        case NONE -> new InlineProjection[0];
        case DOCUMENTS -> new InlineProjection[] {Work.counting()};
        case CONNECTION -> new InlineProjection[] {Work.counting(), tallying()};
      };
    }
  }

  private static final int REMOVALS = 5;
  private static final long PAUSE_NANOS = 50_000_000;

  final TestDatabase database;
  final FreshDatabase fresh;
  final Inline inline;
  final Faults faults = new Faults();
  final FaultySource source;
  final Connection control;
  final Store healthy;
  final Audit audit;
  private int counter;

  Bench(TestDatabase database, Inline inline) throws SQLException {
    this.database = database;
    this.inline = inline;
    fresh = database.fresh();
    source = new FaultySource(fresh::connect, faults);
    control = fresh.connect();
    execute(control, "create table tally (n bigint not null)");
    execute(control, "insert into tally (n) values (0)");
    healthy = JdbcStorage.on(fresh.dataSource(2)).open(Work.model(inline.projections()));
    audit = new Audit(control, "cqrs_", healthy);
  }

  /** A store that was opened without a fault, through the source that may have some. */
  Store open() {
    return JdbcStorage.on(source.source()).open(Work.model(inline.projections()));
  }

  /** A name that was not used before. */
  String name(String what) {
    return what + ++counter;
  }

  /** The log, what follows it inline, and the connections. */
  void check() throws SQLException {
    audit.check();
    if (inline != Inline.NONE) {
      assertThat(count("all")).as("inline counter").isEqualTo(audit.size());
      assertThat(healthy.documents().checkpoint(Work.INLINE)).isEqualTo(audit.size());
    }
    if (inline == Inline.CONNECTION) {
      assertThat(audit.number("select n from tally")).as("inline tally").isEqualTo(audit.size());
    }
    assertThat(source.borrowed()).as("connections not given back").isZero();
    assertThat(faults.leftovers()).as("connections given back").isEmpty();
  }

  long count(String key) {
    return healthy
        .documents()
        .find(Work.COUNTERS, key)
        .map(found -> found.document().count())
        .orElse(0L);
  }

  private static InlineProjection tallying() {
    return new InlineProjection() {
      @Override
      public String name() {
        return "tally";
      }

      @Override
      public void apply(List<RecordedEvent> events, DocumentTransaction transaction) {
        Connection connection = ((JdbcTransaction) transaction).connection();
        try (PreparedStatement statement =
            connection.prepareStatement("update tally set n = n + ?")) {
          statement.setInt(1, events.size());
          statement.executeUpdate();
        } catch (SQLException e) {
          throw new TallyFailed(e);
        }
      }
    };
  }

  /** What an application makes of its own SQL's failure. */
  static final class TallyFailed extends RuntimeException {
    TallyFailed(SQLException cause) {
      super(cause);
    }
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    control.close();
    source.close();
    remove();
  }

  /** MariaDB may still be busy with a session that has just died. */
  private void remove() {
    for (int attempt = 1; ; attempt++) {
      try {
        fresh.close();
        return;
      } catch (IllegalStateException e) {
        if (attempt == REMOVALS) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS * attempt);
      }
    }
  }
}
