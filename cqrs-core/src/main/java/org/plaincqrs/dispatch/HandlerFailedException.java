package org.plaincqrs.dispatch;

import org.plaincqrs.error.CqrsException;

/**
 * A handler threw a checked exception, which is the cause. Unchecked exceptions and errors pass
 * through unwrapped.
 */
public final class HandlerFailedException extends CqrsException {
  private static final long serialVersionUID = 1L;

  /** An exception for the failed handling of a message of class {@code type}. */
  public HandlerFailedException(Class<?> type, Exception cause) {
    super("The handler of " + type.getSimpleName() + " failed: " + cause, cause);
  }
}
