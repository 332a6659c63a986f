package org.plaincqrs.benchmarks.events;

import java.util.List;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.SimpleEventBus;
import org.openjdk.jmh.annotations.Benchmark;
import org.plaincqrs.benchmarks.AxonIds;

/** Axon's SimpleEventBus, as shipped, outside a unit of work. */
public class AxonEvents extends Publishing {
  private EventBus bus;

  @Override
  void subscribe(List<Counter> subscribers) {
    AxonIds.choose();
    bus = SimpleEventBus.builder().build();
    for (Counter counter : subscribers) {
      bus.subscribe(messages -> messages.forEach(m -> counter.on((Paid) m.getPayload())));
    }
  }

  /** An event. */
  @Benchmark
  public void publish() {
    bus.publish(GenericEventMessage.asEventMessage(event));
  }
}
