package org.plaincqrs.subscription;

import org.plaincqrs.error.CqrsException;

/**
 * A reader of the whole log found a position missing. Positions are gapless, so an event was lost
 * or removed.
 */
public final class LogCorruptedException extends CqrsException {
  private static final long serialVersionUID = 1L;

  LogCorruptedException(String reader, long expected, String found) {
    super(
        "The log is corrupted: '"
            + reader
            + "' expected position "
            + expected
            + ", found "
            + found
            + ". It stopped before the hole; restore the missing events, nothing was skipped.");
  }
}
