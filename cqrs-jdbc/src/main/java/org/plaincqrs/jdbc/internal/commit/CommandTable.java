package org.plaincqrs.jdbc.internal.commit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.internal.sql.Column;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;

/** The handled commands in their table. Thread-safe. */
final class CommandTable {
  static final List<Column> COLUMNS =
      List.of(
          Column.of("id", Column.Kind.UUID),
          Column.of("hash", Column.Kind.BYTES),
          Column.of("result", Column.Kind.BYTES),
          Column.of("position", Column.Kind.LONG),
          Column.of("time_micros", Column.Kind.LONG));

  private static final String FOUND = "id, hash, result, position, time_micros";
  private static final int IDS_AT_ONCE = 256;
  private static final int DELETED_AT_ONCE = 1_000;
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Dialect dialect;
  private final Clock clock;
  private final long retentionMillis;
  private final String insert;
  private final String table;
  private final String delete;
  private final String deleteBefore;
  private final AtomicLong nextCleanUp = new AtomicLong(System.nanoTime());

  CommandTable(Dialect dialect, Tables tables, Clock clock, Duration retention) {
    this.dialect = dialect;
    this.clock = clock;
    retentionMillis = retention.toMillis();
    insert = dialect.insert(tables.in("cqrs_commands"), COLUMNS, false);
    table = tables.in("cqrs_commands");
    delete = tables.in("delete from cqrs_commands where id = ?");
    deleteBefore = tables.in(dialect.deleteCommandsBefore());
  }

  /** Those of these ids that were handled, forgotten ones included. */
  Map<UUID, Remembered> find(Connection connection, Collection<UUID> ids) throws SQLException {
    Map<UUID, Remembered> found = new HashMap<>();
    List<UUID> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
      List<UUID> some = all.subList(from, Math.min(all.size(), from + IDS_AT_ONCE));
      try (PreparedStatement statement = dialect.withIds(connection, FOUND, table, some)) {
        read(statement, found);
      }
    }
    return found;
  }

  private void read(PreparedStatement statement, Map<UUID, Remembered> found) throws SQLException {
    long forgotten = forgottenBefore();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.put(
            dialect.uuid(rows, 1),
            new Remembered(
                rows.getBytes(2), rows.getBytes(3), rows.getLong(4), rows.getLong(5) < forgotten));
      }
    }
  }

  /** The time that commands are remembered under that are handled now, in microseconds. */
  long now() {
    return TimeUnit.MILLISECONDS.toMicros(clock.millis());
  }

  private long forgottenBefore() {
    return TimeUnit.MILLISECONDS.toMicros(clock.millis() - retentionMillis);
  }

  /** A row for {@link #insert}. */
  static @Nullable Object[] row(PreparedCommit.PreparedCommand command, long position, long now) {
    return new @Nullable Object[] {
      command.handled().id(), command.hash(), command.result(), position, now
    };
  }

  void insert(Connection connection, List<@Nullable Object[]> rows) throws SQLException {
    if (!rows.isEmpty()) {
      dialect.execute(connection, insert, COLUMNS, rows);
    }
  }

  void delete(Connection connection, Collection<UUID> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(delete)) {
      for (UUID id : ids) {
        dialect.setUuid(statement, 1, id);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Whether it is time to delete what is forgotten; true for one caller in a while. */
  boolean cleanUpIsDue() {
    long due = nextCleanUp.get();
    long now = System.nanoTime();
    long pause =
        Math.min(LONGEST_PAUSE_NANOS, TimeUnit.MILLISECONDS.toNanos(retentionMillis) / 16 + 1);
    return now - due >= 0 && nextCleanUp.compareAndSet(due, now + pause);
  }

  /** Deletes some of those that are forgotten, and says to come back soon when there are more. */
  void cleanUp(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(deleteBefore)) {
      statement.setLong(1, forgottenBefore());
      statement.setInt(2, DELETED_AT_ONCE);
      if (statement.executeUpdate() == DELETED_AT_ONCE) {
        nextCleanUp.set(System.nanoTime());
      }
    }
  }
}
