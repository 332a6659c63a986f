package org.plaincqrs.benchmarks.events;

import com.google.common.eventbus.EventBus;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Guava's EventBus; the subscribers are marked as safe for several threads, so it takes no lock.
 */
public class GuavaEvents extends Publishing {
  private final EventBus bus = new EventBus();

  @Override
  void subscribe(List<Counter> subscribers) {
    subscribers.forEach(bus::register);
  }

  /** An event. */
  @Benchmark
  public void post() {
    bus.post(event);
  }
}
