package org.plaincqrs.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In-process delivery of events to typed subscribers. Immutable and thread-safe.
 *
 * <p>A subscriber to a supertype receives every subtype. Subscribers are called in the order of
 * their registration, by default in the thread that publishes. One that throws, even an {@link
 * Error}, is reported and harms no other. Delivery is for this process and this moment only; what
 * must not be missed follows the log instead.
 */
public final class EventBus {
  private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);
  private static final Subscriber[] NOBODY = {};

  private record Subscriber(Class<?> type, Consumer<Object> consumer) {}

  private final List<Subscriber> subscribers;
  private final Map<Class<?>, Subscriber[]> byEventClass = new ConcurrentHashMap<>();
  private final Executor executor;
  private final BiConsumer<Object, Throwable> onFailure;

  private EventBus(Builder builder) {
    subscribers = List.copyOf(builder.subscribers);
    executor = builder.executor;
    onFailure = builder.onFailure;
  }

  /** A bus to fill. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Delivers {@code event} to every subscriber of its class or a supertype; returns without
   * throwing.
   */
  public void publish(Object event) {
    Subscriber[] matching = byEventClass.get(event.getClass());
    if (matching == null) {
      matching = match(event.getClass());
    }
    for (Subscriber subscriber : matching) {
      deliver(subscriber, event);
    }
  }

  private Subscriber[] match(Class<?> eventClass) {
    return byEventClass.computeIfAbsent(
        eventClass,
        type ->
            subscribers.stream()
                .filter(s -> s.type.isAssignableFrom(type))
                .toList()
                .toArray(NOBODY));
  }

  private void deliver(Subscriber subscriber, Object event) {
    try {
      if (executor == Builder.CALLER) {
        subscriber.consumer.accept(event);
      } else {
        executor.execute(() -> call(subscriber, event));
      }
    } catch (Throwable failure) {
      report(event, failure);
    }
  }

  private void call(Subscriber subscriber, Object event) {
    try {
      subscriber.consumer.accept(event);
    } catch (Throwable failure) {
      report(event, failure);
    }
  }

  private void report(Object event, Throwable failure) {
    try {
      onFailure.accept(event, failure);
    } catch (Throwable second) {
      LOG.error(
          "The failure listener of the event bus failed itself, on {}",
          event.getClass().getName(),
          second);
    }
  }

  /** Collects subscribers; not for use by several threads. */
  public static final class Builder {
    private static final Executor CALLER = Runnable::run;

    private final List<Subscriber> subscribers = new ArrayList<>();
    private Executor executor = CALLER;
    private BiConsumer<Object, Throwable> onFailure =
        (event, failure) ->
            LOG.error("A subscriber of {} failed", event.getClass().getName(), failure);

    private Builder() {}

    /** Calls {@code consumer} with every event of {@code type} or a subtype. */
    public <E> Builder subscribe(Class<E> type, Consumer<? super E> consumer) {
      Objects.requireNonNull(type, "The event type is null.");
      Objects.requireNonNull(consumer, "The subscriber is null.");
      subscribers.add(new Subscriber(type, event -> consumer.accept(type.cast(event))));
      return this;
    }

    /**
     * Delivers in {@code executor} instead of the publishing thread; the order is then the
     * executor's.
     */
    public Builder executor(Executor newExecutor) {
      executor = Objects.requireNonNull(newExecutor, "The executor is null.");
      return this;
    }

    /** Hears of every failure of a subscriber, in place of the log's ERROR line. */
    public Builder onFailure(BiConsumer<Object, Throwable> listener) {
      onFailure = Objects.requireNonNull(listener, "The listener is null.");
      return this;
    }

    /** The bus. */
    public EventBus build() {
      return new EventBus(this);
    }
  }
}
