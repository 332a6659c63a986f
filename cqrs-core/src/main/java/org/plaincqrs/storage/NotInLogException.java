package org.plaincqrs.storage;

import org.plaincqrs.error.CqrsException;

/** The past was asked for at a version or a position to which the log has not come yet. */
public final class NotInLogException extends CqrsException {
  private static final long serialVersionUID = 1L;

  private final long asked;
  private final long last;

  private NotInLogException(String message, long asked, long last) {
    super(message);
    this.asked = asked;
    this.last = last;
  }

  static NotInLogException version(String stream, long asked, long last) {
    return new NotInLogException(
        "Stream '"
            + stream
            + "' has no version "
            + asked
            + " yet; its last is "
            + last
            + ". Ask for one up to that.",
        asked,
        last);
  }

  static NotInLogException position(long asked, long last) {
    return new NotInLogException(
        "The log has no position "
            + asked
            + " yet; its last is "
            + last
            + ". Ask for one up to that.",
        asked,
        last);
  }

  /** The version or position that was asked for. */
  public long asked() {
    return asked;
  }

  /** The last one that there is. */
  public long last() {
    return last;
  }
}
