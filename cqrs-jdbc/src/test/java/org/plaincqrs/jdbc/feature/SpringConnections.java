package org.plaincqrs.jdbc.feature;

import java.sql.Connection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.ConnectionProvider;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

// [spring]
/** Takes part in the transactions of Spring's DataSourceTransactionManager. */
final class SpringConnections implements ConnectionProvider {
  private final DataSource dataSource;

  SpringConnections(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public @Nullable Connection current() {
    ConnectionHolder holder =
        (ConnectionHolder) TransactionSynchronizationManager.getResource(dataSource);
    return holder == null ? null : holder.getConnection();
  }

  @Override
  public void afterCommit(Runnable action) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            action.run();
          }
        });
  }
}
// [/spring]
