package org.plaincqrs.aggregate;

import java.util.List;

/**
 * The same as an {@link Aggregate} for those who prefer functions: three pure ones (Jérémie
 * Chassaing's decider). Implemented by the application; stateless.
 *
 * @param <C> the commands
 * @param <S> the state, an immutable value
 * @param <E> the events
 */
public interface Decider<C, S, E> {
  /** The state before the first event. */
  S initialState();

  /**
   * What happens because of a command in that state; nothing when the list is empty. What it throws
   * rejects the command.
   */
  List<E> decide(C command, S state);

  /** The state after an event; does not change {@code state}. */
  S evolve(S state, E event);

  /**
   * How its aggregates are stored; the wiring asks.
   *
   * @param named name, state and events, from {@link AggregateType#of}
   */
  default AggregateType<Decided<S, E>, String, S, E> storedAs(AggregateType.Named<S, E> named) {
    return named
        .startingFrom(initialState(), state -> new Decided<S, E>(state, this::evolve))
        .keyedBy(Decided::key, key -> key);
  }
}
