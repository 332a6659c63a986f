package org.plaincqrs.subscription;

import org.plaincqrs.error.CqrsException;

/** A view has stopped, because its projection failed; the cause says why. */
public final class ViewFailedException extends CqrsException {
  private static final long serialVersionUID = 1L;

  ViewFailedException(String view, long reached, Throwable cause) {
    super(
        "View '"
            + view
            + "' stopped behind position "
            + reached
            + ": "
            + cause
            + ". Nothing behind it was applied; mend the projection and start again.",
        cause);
  }
}
