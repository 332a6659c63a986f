package org.plaincqrs.dispatch;

import org.plaincqrs.event.Metadata;

/**
 * The rest of the way to the handler, as an {@link Interceptor} sees it; built once, and safe to
 * call again.
 */
@FunctionalInterface
public interface Next<M> {
  /**
   * Goes on to the handler and returns what it returned, which may be null.
   *
   * @throws Exception whatever the handler or a later interceptor throws
   */
  Object proceed(M message, Metadata metadata) throws Exception;
}
