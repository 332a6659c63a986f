package org.plaincqrs.benchmarks.load;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.jspecify.annotations.Nullable;

/**
 * A transaction for each thread, from a pool whose connections are not in auto-commit. Axon closes
 * what it is given, so it is given connections that stay open until the transaction ends; without a
 * transaction, one that commits each statement.
 */
final class AxonTransactions implements TransactionManager, ConnectionProvider {
  private final DataSource pool;
  private final ThreadLocal<@Nullable Connection> current = new ThreadLocal<>();

  AxonTransactions(DataSource pool) {
    this.pool = pool;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = current.get();
    if (connection == null) {
      Connection alone = pool.getConnection();
      alone.setAutoCommit(true);
      return alone;
    }
    return (Connection)
        Proxy.newProxyInstance(
            AxonTransactions.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public Transaction startTransaction() {
    try {
      Connection connection = pool.getConnection();
      current.set(connection);
      return new Running(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("No connection.", e);
    }
  }

  private final class Running implements Transaction {
    private final Connection connection;

    private Running(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void commit() {
      end(true);
    }

    @Override
    public void rollback() {
      end(false);
    }

    private void end(boolean commit) {
      current.remove();
      try (connection) {
        if (commit) {
          connection.commit();
        } else {
          connection.rollback();
        }
      } catch (SQLException e) {
        throw new IllegalStateException("The transaction could not be ended.", e);
      }
    }
  }
}
