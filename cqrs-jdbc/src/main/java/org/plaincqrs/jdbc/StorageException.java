package org.plaincqrs.jdbc;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.internal.document.TableFailure;
import org.plaincqrs.storage.StorageFailedException;

/**
 * The database failed or refused, and nothing of the call was done. Only a storage that could not
 * be opened may have made some of its tables; the next start goes on from there.
 */
public class StorageException extends StorageFailedException {
  private static final long serialVersionUID = 1L;

  /** Cardinality, data, constraint, syntax or access, check option. */
  private static final Set<String> REFUSALS = Set.of("21", "22", "23", "42", "44");

  /** An exception that says what was tried and what the database said. */
  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause, isPassing(cause));
  }

  /** What the database says of the data or the statement itself will be said again. */
  private static boolean isPassing(@Nullable Throwable cause) {
    String state = cause instanceof SQLException failure ? failure.getSQLState() : null;
    return state == null || !REFUSALS.contains(state.substring(0, Math.min(2, state.length())));
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
