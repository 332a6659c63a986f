package org.plaincqrs.storage;

import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.CqrsException;

/** A value that can't become a payload, or could not be read back; nothing was written. */
public final class UnwritablePayloadException extends CqrsException {
  private static final long serialVersionUID = 1L;

  private final String payload;

  /**
   * An exception that says why, and how to mend the class.
   *
   * @param payload the name of the class or type
   */
  public UnwritablePayloadException(String payload, String why, @Nullable Throwable cause) {
    super("Payload " + payload + " can't be written: " + why, cause);
    this.payload = payload;
  }

  /** The name of the class or type. */
  public String payload() {
    return payload;
  }
}
