package org.plaincqrs.storage;

import java.time.Clock;
import java.util.List;
import org.plaincqrs.event.EventTypes;

/**
 * What an application stores; given to a storage when it is opened.
 *
 * @param events the registered event types
 * @param documents every kind of document that will be read or written
 * @param inline the projections that take part in every commit, in order
 * @param clock what time it is, for retention
 */
public record StorageModel(
    EventTypes events,
    List<DocumentType<?, ?>> documents,
    List<InlineProjection> inline,
    Clock clock) {
  /** Copies the lists. */
  public StorageModel {
    documents = List.copyOf(documents);
    inline = List.copyOf(inline);
  }
}
