package org.plaincqrs.projection;

import java.util.Objects;
import java.util.function.BiFunction;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.subscription.FailurePolicy;

/**
 * All events into one value: a projection whose view has a single row. Immutable and thread-safe.
 *
 * <pre>{@code
 * Fold<Total> total = Projection.fold("total", new Total(0))
 *     .on(Deposited.class, (sum, deposited) -> sum.plus(deposited.cents()))
 *     .build();
 * Total now = total.valueIn(cqrs.view(total));
 * }</pre>
 *
 * @param <V> the value, immutable
 */
public final class Fold<V> extends Projection<V, String> {
  private static final String ROW = "value";

  private final V initial;

  private Fold(Projection.Builder<V, String> builder, V initial) {
    super(builder);
    this.initial = initial;
  }

  /** The value in a view of this; the initial one when no event has come. */
  public V valueIn(IReadRepository<V, String> view) {
    return view.find(ROW).orElse(initial);
  }

  /** Collects what happens on which event; not for use by several threads. */
  public static final class Builder<V> {
    private final String name;
    private final V initial;
    private final Projection.Builder<V, String> row;

    Builder(String name, Class<V> valueClass, V initial) {
      this.name = name;
      this.initial = Objects.requireNonNull(initial, "The initial value is null.");
      row = Projection.into(DocumentType.of(name, valueClass, String.class));
    }

    /** As {@link Projection.Builder#version}. */
    public Builder<V> version(int version) {
      row.version(version);
      return this;
    }

    /** As {@link Projection.Builder#batch}. */
    public Builder<V> batch(int batch) {
      row.batch(batch);
      return this;
    }

    /** As {@link Projection.Builder#onFailure}. */
    public Builder<V> onFailure(FailurePolicy failures) {
      row.onFailure(failures);
      return this;
    }

    /** On events of that class, changes the value. */
    public <E> Builder<V> on(Class<E> event, BiFunction<V, E, V> change) {
      return onRecorded(
          event, (value, recorded) -> change.apply(value, event.cast(recorded.payload())));
    }

    /** As {@link #on}, for those who need position, time, stream or metadata. */
    public Builder<V> onRecorded(Class<?> event, BiFunction<V, RecordedEvent, V> change) {
      row.onRecorded(
          event,
          recorded -> ROW,
          (value, recorded) ->
              Objects.requireNonNull(
                  change.apply(value == null ? initial : value, recorded),
                  () -> "Fold '" + name + "' made null of its value; return one."));
      return this;
    }

    /**
     * The fold.
     *
     * @throws org.plaincqrs.error.ConfigurationException when it takes no event
     */
    public Fold<V> build() {
      row.checkTakesEvents();
      return new Fold<>(row, initial);
    }
  }
}
