package org.plaincqrs.benchmarks.events;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;

/** The floor: a look-up in a HashMap by class, and a loop over an array. */
public class HandWrittenEvents extends Publishing {
  private final Map<Class<?>, Consumer<Paid>[]> byClass = new HashMap<>();

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  void subscribe(List<Counter> subscribers) {
    Consumer<Paid>[] consumers = new Consumer[subscribers.size()];
    for (int i = 0; i < consumers.length; i++) {
      consumers[i] = subscribers.get(i)::on;
    }
    byClass.put(Paid.class, consumers);
  }

  /** An event. */
  @Benchmark
  public void loop() {
    for (Consumer<Paid> consumer : byClass.get(event.getClass())) {
      consumer.accept(event);
    }
  }
}
