package org.plaincqrs.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of every exception that the library throws; what a handler throws itself passes through
 * as it is.
 */
public class CqrsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception that says what failed, with which values, and what to do. */
  public CqrsException(String message) {
    super(message);
  }

  /** As {@link #CqrsException(String)}, with the cause passed on. */
  public CqrsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
