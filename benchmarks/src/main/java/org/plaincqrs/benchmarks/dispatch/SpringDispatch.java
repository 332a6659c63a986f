package org.plaincqrs.benchmarks.dispatch;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;

/** Spring's multicaster, with listeners of a class each. They give no answer. */
@SuppressWarnings("rawtypes")
public class SpringDispatch extends Dispatch {
  private static final Shape<ApplicationEvent, ApplicationListener> EVENTS =
      new Shape<>(
          ApplicationEvent.class,
          ApplicationListener.class,
          """
          @SuppressWarnings("serial")
          public static final class Message%1$d
              extends org.springframework.context.ApplicationEvent {
            public Message%1$d(UUID id) { super(id); }
          }
          public static final class Handler%1$d
              implements org.springframework.context.ApplicationListener<Message%1$d> {
            @Override public void onApplicationEvent(Message%1$d event) {}
          }
          """);

  private ApplicationEvent[] events;
  private SimpleApplicationEventMulticaster multicaster;

  /** Builds the multicaster and the order. */
  @Setup
  public void build() {
    Kinds<ApplicationEvent, ApplicationListener> kinds = Kinds.of(types, EVENTS);
    multicaster = new SimpleApplicationEventMulticaster();
    for (ApplicationListener<?> listener : kinds.handlers()) {
      multicaster.addApplicationListener(listener);
    }
    events = inOrder(new ApplicationEvent[ORDER], kinds.messages());
  }

  /** An event. */
  @Benchmark
  public void multicast(Turn turn) {
    multicaster.multicastEvent(events[turn.next()]);
  }
}
