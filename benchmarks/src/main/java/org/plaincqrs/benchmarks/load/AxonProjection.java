package org.plaincqrs.benchmarks.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/**
 * A view that Axon's pooled streaming processor keeps: one segment, batches of 1,000 in a
 * transaction with their token, and a statement for each event, as its handlers are written.
 */
final class AxonProjection implements Work {
  private static final int BATCH = 1_000;

  private final AxonLog log;
  private final int events;
  private final JdbcTokenStore tokens;

  /** Fills a log with so many events of a hundred for each account; closes it. */
  AxonProjection(AxonLog log, int events) throws SQLException {
    this.log = log;
    this.events = events;
    tokens =
        JdbcTokenStore.builder()
            .connectionProvider(log.transactions())
            .serializer(log.json())
            .build();
    log.execute("drop table if exists TokenEntry, axon_balances");
    log.execute("create table axon_balances (account varchar(100) primary key, cents bigint)");
    log.transactions()
        .executeInTransaction(() -> tokens.createSchema(PostgresTokenTableFactory.INSTANCE));
    fill();
  }

  private void fill() throws SQLException {
    Accounts accounts = Accounts.of(1, Math.max(1, events / Fill.PER_STREAM), 0);
    List<Deposit> batch = new ArrayList<>();
    for (int i = 1; i <= events; i++) {
      Accounts.Account account = accounts.next(0);
      batch.add(account.next());
      account.done(0);
      if (batch.size() == BATCH || i == events) {
        log.append(batch);
        batch.clear();
      }
    }
  }

  @Override
  public int once(int caller) throws Exception {
    CountDownLatch committed = new CountDownLatch(events);
    EmbeddedEventStore store = EmbeddedEventStore.builder().storageEngine(log.engine()).build();
    ScheduledExecutorService coordinator = Executors.newSingleThreadScheduledExecutor();
    ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    PooledStreamingEventProcessor processor =
        PooledStreamingEventProcessor.builder()
            .name("balances")
            .eventHandlerInvoker(
                SimpleEventHandlerInvoker.builder()
                    .eventHandlers(new Balances(log.transactions(), committed))
                    .listenerInvocationErrorHandler(
                        (e, event, handler) -> {
                          throw e;
                        })
                    .build())
            .errorHandler(PropagatingErrorHandler.instance())
            .messageSource(store)
            .tokenStore(tokens)
            .transactionManager(log.transactions())
            .coordinatorExecutor(coordinator)
            .workerExecutor(worker)
            .initialSegmentCount(1)
            .initialToken(StreamableMessageSource::createTailToken)
            .batchSize(BATCH)
            .build();
    try {
      processor.start();
      committed.await();
    } finally {
      processor.shutDown();
      store.shutDown();
      coordinator.shutdown();
      worker.shutdown();
    }
    return events;
  }

  @Override
  public void close() throws SQLException {
    log.execute("drop table TokenEntry, axon_balances");
    log.close();
  }

  /** Its handler. */
  private record Balances(AxonTransactions transactions, CountDownLatch committed) {
    @EventHandler
    void on(Deposited event) throws SQLException {
      String sql =
          "insert into axon_balances values (?, ?) on conflict (account)"
              + " do update set cents = axon_balances.cents + excluded.cents";
      try (Connection connection = transactions.getConnection();
          PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, event.account());
        statement.setLong(2, event.cents());
        statement.executeUpdate();
      }
      CurrentUnitOfWork.get().root().afterCommit(done -> committed.countDown());
    }
  }
}
