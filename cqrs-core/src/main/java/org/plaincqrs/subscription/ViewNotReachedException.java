package org.plaincqrs.subscription;

import java.time.Duration;
import org.plaincqrs.error.CqrsException;

/**
 * A view has not reached a position in time. The command that led there is committed all the same:
 * don't repeat it.
 */
public final class ViewNotReachedException extends CqrsException {
  private static final long serialVersionUID = 1L;

  ViewNotReachedException(String view, long position, long reached, Duration timeout) {
    super(
        "View '"
            + view
            + "' has not reached position "
            + position
            + " within "
            + timeout
            + "; it is at "
            + reached
            + ". Wait longer, or accept a stale answer.");
  }
}
