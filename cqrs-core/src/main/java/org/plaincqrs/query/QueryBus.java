package org.plaincqrs.query;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.dispatch.Handles;
import org.plaincqrs.dispatch.Interceptor;
import org.plaincqrs.dispatch.internal.AnnotatedMethods;
import org.plaincqrs.dispatch.internal.HandlerTable;
import org.plaincqrs.event.Metadata;

/**
 * Finds the handler of a query and calls it, through the interceptors, in the caller's thread.
 * Built once, immutable and thread-safe; an ask allocates nothing and uses no reflection.
 */
public final class QueryBus {
  private final HandlerTable<IQuery<?>> table;

  private QueryBus(HandlerTable<IQuery<?>> table) {
    this.table = table;
  }

  /** A bus to fill. */
  public static Builder builder() {
    return new Builder();
  }

  /** As {@link #ask(IQuery, Metadata)}, with nothing known beside the query. */
  public <R extends @Nullable Object> R ask(IQuery<R> query) {
    return ask(query, Metadata.NONE);
  }

  /**
   * Has the query answered.
   *
   * @throws org.plaincqrs.dispatch.NoHandlerException when no handler is registered for its class
   * @throws org.plaincqrs.dispatch.HandlerFailedException around a checked exception of the
   *     handler; unchecked ones and errors pass through as they are
   * @throws NullPointerException when the query or the metadata is null
   */
  @SuppressWarnings("unchecked")
  public <R extends @Nullable Object> R ask(IQuery<R> query, Metadata metadata) {
    Objects.requireNonNull(query, "The query is null.");
    Objects.requireNonNull(
        metadata, "The metadata is null; Metadata.NONE stands for nothing known.");
    return (R) table.dispatch(query, metadata);
  }

  /** Collects handlers and interceptors; not for use by several threads. */
  public static final class Builder {
    private final HandlerTable.Builder<IQuery<?>> table = HandlerTable.builder("query");

    private Builder() {}

    /**
     * Registers the handler of one query class; a lambda or a method reference will do.
     *
     * @throws org.plaincqrs.error.ConfigurationException when the class has a handler already, or
     *     is not concrete
     */
    @SuppressWarnings("unchecked") // it is only given queries of its class
    public <Q extends IQuery<R>, R extends @Nullable Object> Builder handle(
        Class<Q> type, IQueryHandler<Q, R> handler) {
      Objects.requireNonNull(handler, "The handler is null.");
      table.add(type, (query, metadata) -> handler.handle((Q) query));
      return this;
    }

    /**
     * Registers every method of {@code handler} that is marked with {@link Handles}.
     *
     * @throws org.plaincqrs.error.ConfigurationException when there is none, or one does not fit
     */
    @SuppressWarnings("unchecked")
    public Builder handlers(Object handler) {
      for (AnnotatedMethods.Bound method : AnnotatedMethods.bind(handler, "query", IQuery.class)) {
        table.add(
            (Class<? extends IQuery<?>>) method.type(), (query, metadata) -> method.call(query));
      }
      return this;
    }

    /** Adds an interceptor around every handler; the first one added is the outermost. */
    public Builder intercept(Interceptor<? super IQuery<?>> interceptor) {
      table.intercept(Objects.requireNonNull(interceptor, "The interceptor is null."));
      return this;
    }

    /**
     * Has code generated for the bus when it is built, in which the handlers stand side by side in
     * a switch: a dispatch then costs what a direct call does. With more than 128 query classes the
     * bus is as without it; behind interceptors little is gained. The first such bus of a process
     * takes some 30 ms longer to build, and the JIT compiler has more to do; worth it where
     * millions are dispatched a second.
     */
    public Builder generated() {
      table.generate();
      return this;
    }

    /** The bus. */
    public QueryBus build() {
      return new QueryBus(table.build());
    }
  }
}
