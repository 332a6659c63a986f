package org.plaincqrs.storage;

import org.plaincqrs.error.CqrsException;

/** A payload is over one of the {@link PayloadLimits}; nothing was written. */
public final class PayloadLimitException extends CqrsException {
  private static final long serialVersionUID = 1L;

  private final String limit;
  private final long allowed;
  private final long found;

  /**
   * An exception that tells the limit and what was found.
   *
   * @param payload names the class, for example "ProductAdded"
   * @param limit names the limit and its unit, for example "digits in a number"
   * @param found how much there is, or the least that there is when counting ended at the limit
   */
  public PayloadLimitException(String payload, String limit, long allowed, long found) {
    super(
        "Payload "
            + payload
            + " refused: "
            + found
            + " "
            + limit
            + ", at most "
            + allowed
            + " are allowed. Store less in one payload, or a reference to what is large.");
    this.limit = limit;
    this.allowed = allowed;
    this.found = found;
  }

  /** Which limit: "bytes", "levels of nesting", "digits in a number", "characters in a key". */
  public String limit() {
    return limit;
  }

  /** Its value. */
  public long allowed() {
    return allowed;
  }

  /** What was found, or the least that there is when counting ended at the limit. */
  public long found() {
    return found;
  }
}
