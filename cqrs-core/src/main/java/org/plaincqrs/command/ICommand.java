package org.plaincqrs.command;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.TimeOrderedId;

/**
 * A request to change something, named as an imperative. Implemented by the application, best as a
 * record: two commands with one id are the same command when they are equal.
 *
 * <pre>{@code
 * record RateProduct(UUID id, int productId, int userId, int rating) implements ICommand<Void> {
 *   RateProduct(int productId, int userId, int rating) {
 *     this(ICommand.newId(), productId, userId, rating);
 *   }
 * }
 * }</pre>
 *
 * @param <R> what its handler answers; {@link Void} for nothing
 */
public interface ICommand<R extends @Nullable Object> {
  /** The command's own id, the same on every call: sent twice, the command has its effect once. */
  UUID id();

  /** A new time-ordered id, cheaply; see {@link TimeOrderedId}. */
  static UUID newId() {
    return TimeOrderedId.next();
  }
}
