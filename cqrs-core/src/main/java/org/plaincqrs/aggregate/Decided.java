package org.plaincqrs.aggregate;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The aggregate behind a {@link Decider}: only a place for its state and the events it decided on.
 */
public final class Decided<S, E> extends Aggregate<S, E> {
  private final BiFunction<S, E, S> evolve;
  private @Nullable String key;

  Decided(S state, BiFunction<S, E, S> evolve) {
    super(state);
    this.evolve = evolve;
  }

  static <S, E> Decided<S, E> first(Decider<?, S, E> decider) {
    return new Decided<>(decider.initialState(), decider::evolve);
  }

  Decided<S, E> after(String ownKey, List<E> events) {
    key = ownKey;
    events.forEach(this::raise);
    return this;
  }

  S now() {
    return state();
  }

  String key() {
    return Objects.requireNonNull(
        key, "A decider's aggregate is saved by DeciderRepository.decide().");
  }

  @Override
  protected S evolve(S state, E event) {
    return evolve.apply(state, event);
  }
}
