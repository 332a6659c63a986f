package org.plaincqrs.benchmarks.events;

import com.google.common.eventbus.AllowConcurrentEvents;
import com.google.common.eventbus.Subscribe;
import net.engio.mbassy.listener.Handler;

/** The subscriber, with the marks by which some contenders find what they are to call. */
public final class PaidCounter implements Counter {
  private long count;

  @Override
  @Subscribe
  @AllowConcurrentEvents
  @Handler
  public void on(Paid event) {
    count++;
  }

  @Override
  public long count() {
    return count;
  }
}
