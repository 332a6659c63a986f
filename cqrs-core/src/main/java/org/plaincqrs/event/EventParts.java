package org.plaincqrs.event;

import java.util.List;

/**
 * What stands in place of a payload where a {@link StoredUpcaster} replaced the recorded event: a
 * storage's own log holds one event for each position, {@link EventTypes#upcast} takes the parts
 * apart. A program sees the parts only.
 *
 * @param payloads what the event is today, in order; copied
 */
public record EventParts(List<Object> payloads) {
  /** Copies the payloads. */
  public EventParts {
    payloads = List.copyOf(payloads);
  }
}
