package org.plaincqrs.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private record Subscriber(Class<?> type, Consumer<Object> consumer) {}

  private final List<Subscriber> subscribers;

  /** Never written, only replaced: a look-up costs nothing but itself. */
  private volatile Map<Class<?>, Consumer<Object>[]> byEventClass = Map.of();

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
    Consumer<Object>[] matching = byEventClass.get(event.getClass());
    if (matching == null) {
      matching = match(event.getClass());
    }
    if (executor == Builder.CALLER) {
      for (Consumer<Object> consumer : matching) {
        call(consumer, event);
      }
    } else {
      for (Consumer<Object> consumer : matching) {
        handOver(consumer, event);
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // no array has a type argument
  private synchronized Consumer<Object>[] match(Class<?> eventClass) {
    Consumer<Object>[] matching =
        subscribers.stream()
            .filter(subscriber -> subscriber.type.isAssignableFrom(eventClass))
            .map(Subscriber::consumer)
            .toArray(Consumer[]::new);
    Map<Class<?>, Consumer<Object>[]> more = new HashMap<>(byEventClass);
    more.put(eventClass, matching);
    byEventClass = more;
    return matching;
  }

  private void handOver(Consumer<Object> consumer, Object event) {
    try {
      executor.execute(() -> call(consumer, event));
    } catch (Throwable failure) {
      report(event, failure);
    }
  }

  private void call(Consumer<Object> consumer, Object event) {
    try {
      consumer.accept(event);
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
    @SuppressWarnings("unchecked") // it is only given what its type is assignable from
    public <E> Builder subscribe(Class<E> type, Consumer<? super E> consumer) {
      Objects.requireNonNull(type, "The event type is null.");
      Objects.requireNonNull(consumer, "The subscriber is null.");
      subscribers.add(new Subscriber(type, (Consumer<Object>) consumer));
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
