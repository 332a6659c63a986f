package org.plaincqrs.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.storage.AsOf;

/**
 * A consistency boundary of the write model in the classic, object-oriented form: methods check the
 * rules and {@link #raise} events; every change of state goes through an event. Extended by the
 * application; an instance belongs to one command.
 *
 * <pre>{@code
 * final class Product extends Aggregate<ProductState, ProductEvent> {
 *   Product(ProductState state) { super(state); }
 *   void rate(int user, int rating) { raise(new ProductRated(state().id(), user, rating)); }
 *   protected ProductState evolve(ProductState state, ProductEvent event) { return event.applyTo(state); }
 * }
 * }</pre>
 *
 * @param <S> the state, an immutable value
 * @param <E> the events
 */
public abstract class Aggregate<S, E> {
  private final List<E> raised = new ArrayList<>(2);
  private S state;
  private @Nullable AsOf past;

  /** An aggregate in that state, with nothing raised. */
  protected Aggregate(S state) {
    this.state = Objects.requireNonNull(state, "The state of an aggregate is null.");
  }

  /** The state after {@code event}: a pure function, which does not change {@code state}. */
  protected abstract S evolve(S state, E event);

  /** The state now, everything raised included. */
  protected final S state() {
    return state;
  }

  /**
   * Records that something happened, and changes the state by it.
   *
   * @throws IllegalStateException when this was found as of a point of the past
   */
  protected final void raise(E event) {
    if (past != null) {
      throw new IllegalStateException(
          "This "
              + getClass().getSimpleName()
              + " is as of "
              + past
              + " and can't change; find it without a point in the past to change it.");
    }
    replay(event);
    raised.add(event);
  }

  final void replay(E event) {
    state =
        Objects.requireNonNull(
            evolve(state, event),
            () -> "evolve() returned null for " + event.getClass().getSimpleName() + ".");
  }

  final void isOf(AsOf then) {
    past = then;
  }

  /** What was raised, oldest first. */
  final List<E> raised() {
    return raised;
  }
}
