package org.plaincqrs.aggregate;

import java.util.Optional;
import org.plaincqrs.storage.AsOf;

/**
 * Loads and saves aggregates of one type. A handler can't tell how they are stored: as state, as
 * state with events, or as events. Given to the application by {@code CqrsBuilder}; thread-safe.
 *
 * <pre>{@code
 * Product product = products.get(command.productId());
 * product.rate(command.userId(), command.rating());
 * products.save(product);
 * }</pre>
 *
 * @param <A> the aggregate
 * @param <K> its key
 */
public interface IRepository<A, K> {
  /**
   * The aggregate under that key. Within one command, the same instance on every call; what it is
   * based on must still be the latest when its changes are committed, or the command meets a
   * conflict.
   */
  Optional<A> find(K key);

  /**
   * The aggregate as it was at a point of the past, from its events, upcasters applied; empty when
   * nothing had happened yet. It has no part in the command and can't change.
   *
   * @throws org.plaincqrs.storage.NotInLogException when the log has not come so far
   * @throws UnsupportedOperationException when the aggregates are stored without their events
   */
  Optional<A> find(K key, AsOf asOf);

  /**
   * As {@link #find(Object)}, when it must be there.
   *
   * @throws AggregateNotFoundException when it is not
   */
  A get(K key);

  /**
   * Demands that the aggregate under that key, or its absence, is still what this command found
   * when the command is committed, though the command does not change it; else there is a conflict.
   * For rules that span aggregates.
   *
   * @throws IllegalStateException outside a command handler
   */
  void guard(K key);

  /**
   * Takes the aggregate's changes into the current command's commit. One that was not found by this
   * command before is new: the commit meets a conflict when its key is taken.
   *
   * @throws IllegalStateException outside a command handler
   */
  void save(A aggregate);
}
