package org.plaincqrs.benchmarks.events;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.plaincqrs.event.EventBus;

/** The event bus. */
public class OurEvents extends Publishing {
  private EventBus bus;

  @Override
  void subscribe(List<Counter> subscribers) {
    EventBus.Builder builder = EventBus.builder();
    for (Counter counter : subscribers) {
      builder.subscribe(Paid.class, counter::on);
    }
    bus = builder.build();
  }

  /** An event. */
  @Benchmark
  public void publish() {
    bus.publish(event);
  }
}
