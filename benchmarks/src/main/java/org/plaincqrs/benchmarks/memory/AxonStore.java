package org.plaincqrs.benchmarks.memory;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.plaincqrs.benchmarks.AxonIds;

/** Axon's embedded event store over its engine in memory. */
final class AxonStore {
  private final EventStore store;

  /** An empty one. */
  AxonStore() {
    AxonIds.choose();
    store = EmbeddedEventStore.builder().storageEngine(new InMemoryEventStorageEngine()).build();
  }

  /** Publishes events of an aggregate that has that many; the engine takes the caller's word. */
  void append(String aggregate, long before, List<?> payloads) {
    List<DomainEventMessage<?>> messages = new ArrayList<>(payloads.size());
    for (Object payload : payloads) {
      messages.add(message(aggregate, before + messages.size(), payload));
    }
    store.publish(messages);
  }

  /** Publishes the next event of an aggregate that has that many. */
  void append(String aggregate, long before, Object payload) {
    store.publish(message(aggregate, before, payload));
  }

  private static DomainEventMessage<?> message(String aggregate, long sequence, Object payload) {
    return new GenericDomainEventMessage<>("Account", aggregate, sequence, payload);
  }

  /** The events of an aggregate. */
  List<?> load(String aggregate) {
    return store.readEvents(aggregate).asStream().toList();
  }
}
