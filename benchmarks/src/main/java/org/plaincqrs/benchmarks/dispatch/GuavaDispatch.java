package org.plaincqrs.benchmarks.dispatch;

import com.google.common.eventbus.EventBus;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * Guava's EventBus, with a subscriber of a class of its own for each class. They give no answer,
 * and are marked as safe for several threads, so that it takes no lock.
 */
public class GuavaDispatch extends Dispatch {
  private static final Shape<Object, Object> EVENTS =
      new Shape<>(
          Object.class,
          Object.class,
          """
          public record Message%1$d(UUID id) {}
          public static final class Handler%1$d {
            @com.google.common.eventbus.Subscribe
            @com.google.common.eventbus.AllowConcurrentEvents
            public void on(Message%1$d event) {}
          }
          """);

  private Object[] events;
  private EventBus bus;

  /** Builds the bus and the order. */
  @Setup
  public void build() {
    Kinds<Object, Object> kinds = Kinds.of(types, EVENTS);
    bus = new EventBus();
    kinds.handlers().forEach(bus::register);
    events = inOrder(new Object[ORDER], kinds.messages());
  }

  /** An event. */
  @Benchmark
  public void post(Turn turn) {
    bus.post(events[turn.next()]);
  }
}
