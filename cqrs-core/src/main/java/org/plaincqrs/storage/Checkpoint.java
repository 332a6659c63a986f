package org.plaincqrs.storage;

import org.plaincqrs.event.Identifiers;

/**
 * A move of a reader's checkpoint, in one compare-and-set.
 *
 * @param owner whose checkpoint it is
 * @param from where it must be now, 0 before the first move
 * @param to where it is afterwards
 */
public record Checkpoint(String owner, long from, long to) {
  /** Refuses a move backward. */
  public Checkpoint {
    Identifiers.check("checkpoint owner", owner);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "Checkpoint '"
              + owner
              + "' would move from "
              + from
              + " to "
              + to
              + "; it moves forward only.");
    }
  }
}
