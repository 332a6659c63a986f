package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.json.JacksonSerializer;

/**
 * Axon's event storage engine over a pool of connections, with tables of its own, without tags and
 * commands.
 */
final class AxonLog implements AutoCloseable {
  private final HikariDataSource pool;
  private final AxonTransactions transactions;
  private final JacksonSerializer json = JacksonSerializer.defaultSerializer();
  private final JdbcEventStorageEngine engine;

  /** Makes the tables; the pool will be closed. */
  AxonLog(HikariDataSource pool) throws SQLException {
    this.pool = pool;
    transactions = new AxonTransactions(pool);
    engine =
        JdbcEventStorageEngine.builder()
            .connectionProvider(transactions)
            .transactionManager(transactions)
            .eventSerializer(json)
            .snapshotSerializer(json)
            .build();
    drop();
    transactions.executeInTransaction(
        () -> engine.createSchema(PostgresEventTableFactory.INSTANCE));
  }

  AxonTransactions transactions() {
    return transactions;
  }

  JacksonSerializer json() {
    return json;
  }

  JdbcEventStorageEngine engine() {
    return engine;
  }

  /** All in one transaction. */
  void append(List<Deposit> deposits) {
    engine.appendEvents(deposits.stream().<EventMessage<?>>map(AxonLog::message).toList());
  }

  private static GenericDomainEventMessage<Deposited> message(Deposit deposit) {
    return new GenericDomainEventMessage<>(
        "Account",
        deposit.stream(),
        deposit.version() - 1,
        deposit.event(),
        Map.of(
            "correlationId", String.valueOf(deposit.metadata().correlationId()),
            "causationId", String.valueOf(deposit.metadata().causationId())),
        deposit.eventId().toString(),
        deposit.time());
  }

  /** In a transaction of its own. */
  void execute(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      connection.commit();
    }
  }

  private void drop() throws SQLException {
    execute("drop table if exists DomainEventEntry, SnapshotEventEntry");
  }

  @Override
  public void close() throws SQLException {
    drop();
    pool.close();
  }
}
