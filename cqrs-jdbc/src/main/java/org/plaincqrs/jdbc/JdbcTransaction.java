package org.plaincqrs.jdbc;

import java.sql.Connection;
import org.plaincqrs.storage.DocumentTransaction;

/**
 * What a projection is given on a {@link JdbcStorage}: documents, and the connection of the
 * transaction for SQL of its own.
 *
 * <pre>{@code
 * Connection connection = ((JdbcTransaction) transaction).connection();
 * }</pre>
 */
public interface JdbcTransaction extends DocumentTransaction {
  /**
   * The connection whose transaction this is. It sees what was put and removed before the call; the
   * events of the commit itself are not in their table yet. Neither commit nor roll back nor close
   * it, and don't keep it.
   */
  Connection connection();
}
