package org.plaincqrs.event;

import org.plaincqrs.error.CqrsException;

/** An event class or a recorded type name that {@link EventTypes} does not know. */
public final class UnknownEventTypeException extends CqrsException {
  private static final long serialVersionUID = 1L;

  UnknownEventTypeException(String message) {
    super(message);
  }
}
