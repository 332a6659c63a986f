package org.plaincqrs.jdbc;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Lets the library take part in a transaction that the application has begun, for example Spring's.
 * Implemented by the application; called by any thread.
 *
 * <p>Inside such a transaction everything is read and written through its connection, and neither
 * committed nor rolled back nor closed. Commits hold the log's lock until the application's
 * transaction ends, so dispatch commands late in it, and end it soon.
 */
public interface ConnectionProvider {
  /**
   * The connection of the transaction that the calling thread is in, with auto-commit off; null
   * outside of one, where the library makes its own transaction.
   */
  @Nullable Connection current();

  /**
   * Runs {@code action} once the transaction of the calling thread has been committed; never, when
   * it is rolled back. Rolling back to a savepoint of the application's own, as Spring's nested
   * transactions do, is no rollback in this sense: when the outer transaction commits, the action
   * runs, and subscribers hear of events that are not in the log, so send no commands behind such a
   * savepoint.
   */
  void afterCommit(Runnable action);
}
