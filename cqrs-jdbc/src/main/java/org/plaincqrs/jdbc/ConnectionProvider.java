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
   * it is rolled back.
   */
  void afterCommit(Runnable action);
}
