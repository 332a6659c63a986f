package org.plaincqrs.subscription;

import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.CqrsException;

/**
 * Thrown by a {@link Sink}, or another handler, when the receiver can't take anything now: a broker
 * that is away, a service that is down. It is no event's fault, so the same events are handed over
 * again, as often as it takes and with the pauses of the {@link FailurePolicy}, and none of them is
 * put aside.
 */
public final class ReceiverUnavailableException extends CqrsException {
  private static final long serialVersionUID = 1L;

  /** An exception that says who can't be reached. */
  public ReceiverUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
