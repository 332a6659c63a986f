package org.plaincqrs.storage;

import org.plaincqrs.error.CqrsException;

/**
 * A commit was refused because a condition did not hold; nothing was written. Deciding again on
 * fresh state may help.
 */
public final class ConflictException extends CqrsException {
  private static final long serialVersionUID = 1L;

  private final transient Verdict.Conflict conflict;

  /** An exception that tells what was expected and what was found. */
  public ConflictException(Verdict.Conflict conflict) {
    super(conflict.condition().refusal(conflict.found()));
    this.conflict = conflict;
  }

  /** What was expected and what was found. */
  public Verdict.Conflict conflict() {
    return conflict;
  }
}
