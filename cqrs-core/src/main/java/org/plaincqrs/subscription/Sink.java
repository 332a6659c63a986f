package org.plaincqrs.subscription;

import java.util.List;
import org.plaincqrs.event.RecordedEvent;

/**
 * Where a relay hands events to: a broker, another system. Called by one thread at a time for each
 * part of the subscription; only a node that was taken for dead may still be in a call while the
 * next one hands over the same events.
 */
@FunctionalInterface
public interface Sink {
  /**
   * Hands over events in the order of the log, as many as {@link Subscription.Builder#batch} at
   * most. It returns once the receiver has all of them for sure.
   *
   * <p>After a failure, or a crash before the checkpoint has moved, all of them are handed over
   * again, in the same order, those included that the receiver has already; their ids tell it
   * which. So a sink that takes its events half-way and fails must not go on behind the one that
   * failed: a receiver that has seen a later event of a stream would take the earlier one for a
   * repeat.
   *
   * @throws ReceiverUnavailableException when nothing can be handed over now; the same events are
   *     tried again until they can
   * @throws Exception when one of the events can't be handed over; they are tried again one by one,
   *     and what becomes of the guilty one is up to the {@link FailurePolicy}
   */
  void send(List<RecordedEvent> events) throws Exception;
}
