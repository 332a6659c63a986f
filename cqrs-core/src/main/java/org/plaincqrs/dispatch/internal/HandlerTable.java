package org.plaincqrs.dispatch.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.dispatch.HandlerFailedException;
import org.plaincqrs.dispatch.Interceptor;
import org.plaincqrs.dispatch.Next;
import org.plaincqrs.dispatch.NoHandlerException;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.Metadata;

/**
 * Message class to handler, the interceptors linked in front of each when the table is built. A
 * dispatch is one look-up and the calls: no reflection, no allocation, no lock. With unpredictable
 * message types most of its time is the missed branch at the call, which only a {@link Switchboard}
 * does without.
 */
public final class HandlerTable<M> {
  private final String kind;
  private final Set<Class<?>> handled;
  private final ClassTable<Next<M>> table;
  private final @Nullable Next<M> switchboard;

  private HandlerTable(Builder<M> builder) {
    kind = builder.kind;
    Map<Class<?>, Next<M>> links = new LinkedHashMap<>();
    builder.handlers.forEach((type, handler) -> links.put(type, builder.link(handler)));
    handled = Set.copyOf(links.keySet());
    table = ClassTable.of(links);
    switchboard =
        builder.generated
            ? Switchboard.of(links, (message, metadata) -> link(message).proceed(message, metadata))
            : null;
  }

  /** A table to fill; {@code kind} names the messages in errors, for example "command". */
  public static <M> Builder<M> builder(String kind) {
    return new Builder<>(kind);
  }

  /**
   * Calls the handler of the message's class through the interceptors; checked exceptions come out
   * wrapped.
   */
  public Object dispatch(M message, Metadata metadata) {
    try {
      Next<M> first = switchboard == null ? link(message) : switchboard;
      return first.proceed(message, metadata);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new HandlerFailedException(message.getClass(), e);
    }
  }

  private Next<M> link(M message) {
    Next<M> link = table.get(message.getClass());
    if (link == null) {
      throw unknown(message);
    }
    return link;
  }

  private NoHandlerException unknown(M message) {
    TreeSet<String> names = new TreeSet<>();
    handled.forEach(type -> names.add(type.getSimpleName()));
    return new NoHandlerException(
        "No handler for "
            + kind
            + " "
            + message.getClass().getName()
            + "; register one. Handled are: "
            + (names.isEmpty() ? "none" : String.join(", ", names))
            + ".");
  }

  /** Collects handlers and interceptors; not for use by several threads. */
  public static final class Builder<M> {
    private final String kind;
    private final Map<Class<?>, Next<M>> handlers = new LinkedHashMap<>();
    private final List<Interceptor<? super M>> interceptors = new ArrayList<>();
    private boolean generated;

    private Builder(String kind) {
      this.kind = kind;
    }

    /** Adds the handler of one class. */
    public void add(Class<? extends M> type, Next<M> handler) {
      Objects.requireNonNull(type, () -> "The " + kind + " class is null.");
      if (type.isInterface() || java.lang.reflect.Modifier.isAbstract(type.getModifiers())) {
        throw new ConfigurationException(
            "A handler is registered for "
                + type.getName()
                + ", which is not a concrete class, so no message has it;"
                + " register a handler for each "
                + kind
                + " class.");
      }
      if (handlers.putIfAbsent(type, handler) != null) {
        throw new ConfigurationException(
            "The " + kind + " " + type.getName() + " has two handlers; register one.");
      }
    }

    /** Adds an interceptor; the first one added is the outermost. */
    public void intercept(Interceptor<? super M> interceptor) {
      interceptors.add(interceptor);
    }

    /** Has the look-up generated as code, for at most {@link Switchboard#MOST} classes. */
    public void generate() {
      generated = true;
    }

    /** The table. */
    public HandlerTable<M> build() {
      return new HandlerTable<>(this);
    }

    private Next<M> link(Next<M> handler) {
      Next<M> first = handler;
      for (int i = interceptors.size() - 1; i >= 0; i--) {
        // An interceptor of a supertype may only pass on what it was given, or another message of
        // its class.
        @SuppressWarnings("unchecked")
        Interceptor<M> interceptor = (Interceptor<M>) interceptors.get(i);
        Next<M> next = first;
        first = (message, metadata) -> interceptor.intercept(message, metadata, next);
      }
      return first;
    }
  }
}
