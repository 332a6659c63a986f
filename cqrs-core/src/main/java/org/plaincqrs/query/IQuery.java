package org.plaincqrs.query;

import org.jspecify.annotations.Nullable;

/**
 * A question to the read model, named as a noun phrase. Implemented by the application, best as a
 * record.
 *
 * @param <R> what its handler answers
 */
public interface IQuery<R extends @Nullable Object> {}
