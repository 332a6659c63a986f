package org.plaincqrs.event;

/**
 * A key and a value that an event can be found by, and a condition can be put on: {@code
 * course:c1}.
 *
 * @param key what kind of thing the tag names, an {@linkplain Identifiers identifier}
 * @param value which one, an {@linkplain Identifiers identifier}
 */
public record Tag(String key, String value) {
  /** Checks both parts. */
  public Tag {
    Identifiers.check("tag key", key);
    Identifiers.check("tag value", value);
  }

  /** The tag {@code key:value}. */
  public static Tag of(String key, String value) {
    return new Tag(key, value);
  }

  @Override
  public String toString() {
    return key + ":" + value;
  }
}
