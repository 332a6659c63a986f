package org.plaincqrs.aggregate;

import java.util.List;
import org.plaincqrs.storage.AsOf;

/**
 * Has commands decided: loads the state, lets the {@link Decider} decide, and saves the events.
 * Given to the application by {@code CqrsBuilder}; thread-safe.
 *
 * @param <C> the commands
 * @param <S> the state
 * @param <E> the events
 */
public final class DeciderRepository<C, S, E> {
  private final Decider<C, S, E> decider;
  private final IRepository<Decided<S, E>, String> repository;

  /** A decider over a repository of {@link Decider#storedAs}. */
  public DeciderRepository(
      Decider<C, S, E> decider, IRepository<Decided<S, E>, String> repository) {
    this.decider = decider;
    this.repository = repository;
  }

  /**
   * Decides a command for the aggregate under that key, inside a command handler.
   *
   * @return the state after the events that were decided on
   */
  public S decide(String key, C command) {
    Decided<S, E> aggregate = repository.find(key).orElseGet(() -> Decided.first(decider));
    List<E> events = decider.decide(command, aggregate.now());
    if (!events.isEmpty()) {
      repository.save(aggregate.after(key, events));
    }
    return aggregate.now();
  }

  /** The state of the aggregate under that key; the initial one when nothing has happened yet. */
  public S state(String key) {
    return repository.find(key).map(Decided::now).orElseGet(decider::initialState);
  }

  /**
   * The state as it was at a point of the past, from the events; the initial one when nothing had
   * happened yet.
   *
   * @throws org.plaincqrs.storage.NotInLogException when the log has not come so far
   * @throws UnsupportedOperationException when the aggregates are stored without their events
   */
  public S state(String key, AsOf asOf) {
    return repository.find(key, asOf).map(Decided::now).orElseGet(decider::initialState);
  }
}
