package org.plaincqrs.event;

/**
 * The name and revision under which events are recorded, whether or not a class reads them.
 *
 * @param name the stable name in the log
 * @param revision the revision of the payload's shape, from 1
 */
public record StoredType(String name, int revision) {
  /** Checks name and revision. */
  public StoredType {
    Identifiers.check("event type name", name);
    if (revision < 1) {
      throw new IllegalArgumentException(
          "Event type '" + name + "' has revision " + revision + "; count from 1.");
    }
  }

  /** That name and revision. */
  public static StoredType of(String name, int revision) {
    return new StoredType(name, revision);
  }

  @Override
  public String toString() {
    return "'" + name + "' revision " + revision;
  }
}
