package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.json.JacksonSerializer;

/**
 * Appends by Axon's event storage engine, one event a transaction, over a pool of connections; with
 * its own table, without tags and commands.
 */
final class AxonAppends implements Work {
  private final HikariDataSource pool;
  private final Accounts accounts;
  private final JdbcEventStorageEngine engine;

  /** Makes the tables; the pool will be closed. */
  AxonAppends(HikariDataSource pool, Accounts accounts) throws SQLException {
    this.pool = pool;
    this.accounts = accounts;
    AxonTransactions transactions = new AxonTransactions(pool);
    JacksonSerializer json = JacksonSerializer.defaultSerializer();
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

  @Override
  public int once(int caller) {
    Accounts.Account account = accounts.next(caller);
    Deposit deposit = account.next();
    engine.appendEvents(
        List.of(
            new GenericDomainEventMessage<>(
                "Account",
                deposit.stream(),
                deposit.version() - 1,
                deposit.event(),
                Map.of(
                    "correlationId", String.valueOf(deposit.metadata().correlationId()),
                    "causationId", String.valueOf(deposit.metadata().causationId())),
                deposit.eventId().toString(),
                deposit.time())));
    account.done(0);
    return 1;
  }

  private void drop() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists DomainEventEntry, SnapshotEventEntry");
      connection.commit();
    }
  }

  @Override
  public void close() throws SQLException {
    drop();
    pool.close();
  }
}
