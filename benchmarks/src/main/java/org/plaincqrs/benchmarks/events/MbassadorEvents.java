package org.plaincqrs.benchmarks.events;

import java.util.List;
import net.engio.mbassy.bus.SyncMessageBus;
import org.openjdk.jmh.annotations.Benchmark;

/** MBassador's bus for one thread. It holds its subscribers weakly, as by default. */
public class MbassadorEvents extends Publishing {
  private final SyncMessageBus<Paid> bus =
      new SyncMessageBus<>(
          error -> {
            throw new IllegalStateException(error.toString(), error.getCause());
          });

  @Override
  void subscribe(List<Counter> subscribers) {
    subscribers.forEach(bus::subscribe);
  }

  /** An event. */
  @Benchmark
  public Object publish() {
    return bus.publish(event);
  }
}
