package org.plaincqrs.benchmarks.events;

import com.google.common.eventbus.AllowConcurrentEvents;
import com.google.common.eventbus.Subscribe;
import java.util.ArrayList;
import java.util.List;
import net.engio.mbassy.listener.Handler;

/** A subscriber of every contender: it counts. For one thread at a time. */
public final class Counter {
  private long count;

  /** So many of them. */
  static List<Counter> several(int subscribers) {
    List<Counter> counters = new ArrayList<>();
    for (int i = 0; i < subscribers; i++) {
      counters.add(new Counter());
    }
    return counters;
  }

  /** Counts the event. */
  @Subscribe
  @AllowConcurrentEvents
  @Handler
  public void on(Paid event) {
    count++;
  }

  long count() {
    return count;
  }
}
