package org.plaincqrs.event;

import org.jspecify.annotations.Nullable;

/** Where an event stands, in words. */
public final class EventPlace {
  private EventPlace() {}

  /** The beginning of a message about an event that can't be read. */
  public static String text(@Nullable String stream, long version, long position) {
    return "The event at position "
        + position
        + (stream == null ? "" : " (stream '" + stream + "', version " + version + ")")
        + " can't be read. ";
  }
}
