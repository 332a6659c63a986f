package org.plaincqrs.dispatch;

import org.plaincqrs.error.CqrsException;

/** A message came whose class nobody handles. */
public final class NoHandlerException extends CqrsException {
  private static final long serialVersionUID = 1L;

  /** An exception that lists what is handled. */
  public NoHandlerException(String message) {
    super(message);
  }
}
