package org.plaincqrs.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.jdbc.internal.document.TableFailure;

/**
 * The database failed or refused, and nothing of the call was done. Only a storage that could not
 * be opened may have made some of its tables; the next start goes on from there.
 */
public class StorageException extends CqrsException {
  private static final long serialVersionUID = 1L;

  /** An exception that says what was tried and what the database said. */
  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What was tried, and what the database said, or a table of the application's own threw. */
  public static StorageException of(String tried, SQLException cause) {
    return cause instanceof TableFailure
        ? new StorageException(text(tried, cause, "Nothing was changed."), cause.getCause())
        : new StorageException(text(tried, cause, "Nothing was changed."), cause);
  }

  /** The same of what may be done in part, and goes on where it stopped. */
  static StorageException ofOpening(SQLException cause) {
    return new StorageException(
        text("open the storage", cause, "Start again: it goes on where it stopped."), cause);
  }

  private static String text(String tried, SQLException cause, String remedy) {
    String why =
        cause instanceof TableFailure
            ? cause.getMessage()
            : "the database said '"
                + cause.getMessage()
                + "' (SQLState "
                + cause.getSQLState()
                + ", code "
                + cause.getErrorCode()
                + ")";
    return "Could not " + tried + ": " + why + ". " + remedy;
  }
}
