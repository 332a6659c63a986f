package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.EventType;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;

/** The library's store on a pool and tables of its own. Thread-safe. */
final class Ours implements AutoCloseable {
  private static final EventTypes TYPES = EventTypes.of(Deposited.class);

  private final TableSet tables;
  private final HikariDataSource pool;
  private final Store store;
  private final EventType type = TYPES.named("Deposited", 1);

  /** Opens it on a pool, which it will close. */
  Ours(TableSet tables, HikariDataSource pool) {
    this.tables = tables;
    this.pool = pool;
    store =
        JdbcStorage.builder(pool)
            .prefix(tables.prefix())
            .build()
            .open(new StorageModel(TYPES, List.of(), List.of(), Clock.systemUTC()));
  }

  EventLog log() {
    return store.log();
  }

  /** One event in its stream, which must be at the version before. */
  long append(Deposit deposit) {
    Condition condition =
        new Condition.StreamAt(deposit.stream(), ExpectedVersion.exactly(deposit.version() - 1));
    return commit(deposit, condition, List.of(event(deposit, deposit.stream())));
  }

  /** One event in its stream, at whatever version that is. */
  long appendAnywhere(Deposit deposit) {
    return commit(deposit, null, List.of(event(deposit, deposit.stream())));
  }

  /** One event without a stream. */
  long appendTagged(Deposit deposit) {
    return commit(deposit, null, List.of(event(deposit, null)));
  }

  /** One event without a stream, when none was appended with its tag behind a position. */
  long appendTaggedSince(Deposit deposit, Tag tag, long after) {
    Condition condition = new Condition.NoneSince(EventQuery.tags(tag), after);
    return commit(deposit, condition, List.of(event(deposit, null)));
  }

  /** Many events in one commit, each with the metadata of the first. */
  long append(List<Deposit> deposits) {
    List<NewEvent> events = new ArrayList<>(deposits.size());
    for (Deposit deposit : deposits) {
      events.add(event(deposit, deposit.stream()));
    }
    Deposit first = deposits.get(0);
    Condition condition =
        new Condition.StreamAt(first.stream(), ExpectedVersion.exactly(first.version() - 1));
    return commit(first, condition, events);
  }

  private NewEvent event(Deposit deposit, @Nullable String stream) {
    return new NewEvent(deposit.eventId(), stream, type, deposit.event(), Set.of(deposit.tag()));
  }

  private long commit(Deposit deposit, @Nullable Condition condition, List<NewEvent> events) {
    Verdict verdict =
        store.commit(
            new Commit(
                new HandledCommand(deposit.commandId(), deposit.command(), Void.class, null),
                deposit.metadata(),
                deposit.time(),
                condition == null ? List.of() : List.of(condition),
                events,
                List.of()));
    if (verdict instanceof Verdict.Committed committed) {
      return committed.position();
    }
    throw new IllegalStateException("A commit was refused: " + verdict);
  }

  /** Closes it and its pool, and leaves its tables. */
  void leave() {
    store.close();
    pool.close();
  }

  @Override
  public void close() throws SQLException {
    store.close();
    try (Connection connection = pool.getConnection()) {
      tables.drop(connection);
    }
    pool.close();
  }
}
