package org.plaincqrs.jdbc.codec;

import org.plaincqrs.event.StoredType;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a {@link JsonUpcaster} makes of a stored event.
 *
 * @param type the name and revision that it would be recorded under today
 * @param payload its JSON
 */
public record JsonEvent(StoredType type, ObjectNode payload) {
  /** An event of that name and revision. */
  public static JsonEvent of(String name, int revision, ObjectNode payload) {
    return new JsonEvent(StoredType.of(name, revision), payload);
  }
}
