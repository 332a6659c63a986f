package org.plaincqrs.jdbc;

import org.jspecify.annotations.Nullable;
import org.plaincqrs.storage.StorageFailedException;

/**
 * The connection died while a commit was on its way, and the database could not be asked since
 * whether it went through. Send the command again under the same id: it has its effect once. It is
 * no {@link StorageException}, which says that nothing was done.
 */
public final class OutcomeUnknownException extends StorageFailedException {
  private static final long serialVersionUID = 1L;

  /** An exception that says why the outcome could not be learnt. */
  public OutcomeUnknownException(String message, @Nullable Throwable cause) {
    super(message, cause, true);
  }
}
