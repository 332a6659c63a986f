package org.plaincqrs.query;

import org.jspecify.annotations.Nullable;

/**
 * Answers one class of queries, and changes nothing. Called by many threads at once.
 *
 * @param <Q> the query
 * @param <R> what it answers
 */
@FunctionalInterface
public interface IQueryHandler<Q extends IQuery<R>, R extends @Nullable Object> {
  /**
   * Answers the query.
   *
   * @throws Exception when it can't
   */
  R handle(Q query) throws Exception;
}
