package org.plaincqrs.dispatch;

import org.plaincqrs.event.Metadata;

/**
 * Stands around every handler of a bus: checks, measures, retries, or refuses. Implementations are
 * called by many threads at once.
 *
 * <pre>{@code
 * LongAdder calls = new LongAdder();
 * Interceptor<Object> counting = (message, metadata, next) -> {
 *   calls.increment();
 *   return next.proceed(message, metadata);
 * };
 * }</pre>
 *
 * @param <M> the messages it can stand around; {@code Object} fits commands and queries
 */
@FunctionalInterface
public interface Interceptor<M> {
  /**
   * Handles {@code message} by calling {@code next}, or without it. Metadata may be changed on the
   * way; so may the message, within its class.
   *
   * @return what the caller gets: usually what {@code next} returned, unchanged
   * @throws Exception to refuse, or whatever {@code next} throws
   */
  Object intercept(M message, Metadata metadata, Next<M> next) throws Exception;
}
