package org.plaincqrs.benchmarks.events;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;

/** Spring's multicaster; the event is wrapped once, not for every publication. */
public class SpringEvents extends Publishing {
  private static final class PaidEvent extends ApplicationEvent {
    private static final long serialVersionUID = 1;

    private final transient Paid paid;

    private PaidEvent(Paid paid) {
      super(paid);
      this.paid = paid;
    }
  }

  private static final class Listener implements ApplicationListener<PaidEvent> {
    private final Counter counter;

    private Listener(Counter counter) {
      this.counter = counter;
    }

    @Override
    public void onApplicationEvent(PaidEvent event) {
      counter.on(event.paid);
    }
  }

  private final SimpleApplicationEventMulticaster multicaster =
      new SimpleApplicationEventMulticaster();
  private PaidEvent wrapped;

  @Override
  void subscribe(List<Counter> subscribers) {
    wrapped = new PaidEvent(event);
    for (Counter counter : subscribers) {
      multicaster.addApplicationListener(new Listener(counter));
    }
  }

  /** An event. */
  @Benchmark
  public void multicast() {
    multicaster.multicastEvent(wrapped);
  }
}
