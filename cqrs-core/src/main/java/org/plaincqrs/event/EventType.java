package org.plaincqrs.event;

/**
 * How one event class is recorded.
 *
 * @param name the stable name in the log
 * @param revision the revision of the payload's shape, from 1
 * @param payload the class of the payload in this program; never stored
 */
public record EventType(String name, int revision, Class<?> payload) {
  /** Checks name and revision. */
  public EventType {
    Identifiers.check("event type name", name);
    if (revision < 1) {
      throw new IllegalArgumentException(
          "Event type '" + name + "' has revision " + revision + "; count from 1.");
    }
  }
}
