package org.plaincqrs.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.CqrsException;

/** The database failed or refused; nothing of the call was done, unless the message says so. */
public class StorageException extends CqrsException {
  private static final long serialVersionUID = 1L;

  /** An exception that says what was tried and what the database said. */
  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What was tried, and what the database said. */
  public static StorageException of(String tried, SQLException cause) {
    return new StorageException(
        "Could not "
            + tried
            + ": the database said '"
            + cause.getMessage()
            + "' (SQLState "
            + cause.getSQLState()
            + ", code "
            + cause.getErrorCode()
            + "). Nothing was changed.",
        cause);
  }
}
