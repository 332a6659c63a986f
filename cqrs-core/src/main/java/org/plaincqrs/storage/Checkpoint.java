package org.plaincqrs.storage;

import org.plaincqrs.event.Identifiers;

/**
 * A move of a reader's checkpoint, in one compare-and-set.
 *
 * @param owner whose checkpoint it is
 * @param from where it must be now, 0 before the first move
 * @param to where it is afterwards
 * @param epoch which epoch of the owner it must be, 0 for those that are never claimed; see {@link
 *     SubscriptionStore#claim}
 * @param onward whether another move follows at once. A crash of the database may undo this one
 *     then, always together with its work, so that both are done again; the first move that is not
 *     onward makes all before it durable
 */
public record Checkpoint(String owner, long from, long to, long epoch, boolean onward) {
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

  /** A move that no other one follows at once. */
  public Checkpoint(String owner, long from, long to, long epoch) {
    this(owner, from, to, epoch, false);
  }

  /** The same of an owner that is never claimed. */
  public Checkpoint(String owner, long from, long to) {
    this(owner, from, to, 0);
  }
}
