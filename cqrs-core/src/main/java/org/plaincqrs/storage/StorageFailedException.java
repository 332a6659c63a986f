package org.plaincqrs.storage;

import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.CqrsException;

/** A storage could not do what it was asked to; the message says whether anything was changed. */
public class StorageFailedException extends CqrsException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /**
   * An exception that says what failed.
   *
   * @param passing whether the same may succeed later, as when the database could not be reached;
   *     false when it is refused for what it is
   */
  public StorageFailedException(String message, @Nullable Throwable cause, boolean passing) {
    super(message, cause);
    this.passing = passing;
  }

  /** Whether the same may succeed later. */
  public final boolean isPassing() {
    return passing;
  }
}
