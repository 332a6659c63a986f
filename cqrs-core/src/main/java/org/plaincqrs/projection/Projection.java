package org.plaincqrs.projection;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.Versioned;

/**
 * From events to the rows of a keyed view. Defined once; the wiring decides whether it runs inside
 * each commit or follows the log. Immutable and thread-safe.
 *
 * <pre>{@code
 * Projection<Balance, String> balances = Projection.into(Balance.TYPE)
 *     .on(Deposited.class, Deposited::account, (balance, deposited) ->
 *         new Balance(deposited.account(), (balance == null ? 0 : balance.cents()) + deposited.cents()))
 *     .build();
 * }</pre>
 *
 * @param <V> a row, an immutable value
 * @param <K> its key
 */
public final class Projection<V, K> implements InlineProjection {
  /** Changes one row by one event. */
  @FunctionalInterface
  public interface Change<V, E> {
    /**
     * The row after the event, or null to remove it; {@code row} is null when there is none yet.
     */
    @Nullable V apply(@Nullable V row, E event);
  }

  private record Step<V>(
      Function<RecordedEvent, ? extends Iterable<String>> keys, Change<V, RecordedEvent> change) {}

  private final DocumentType<V, K> type;
  private final Map<Class<?>, Step<V>> steps;

  private Projection(Builder<V, K> builder) {
    type = builder.type;
    steps = new HashMap<>(builder.steps);
  }

  /** A projection into rows of that type; the type's name is the projection's. */
  public static <V, K> Builder<V, K> into(DocumentType<V, K> type) {
    return new Builder<>(type);
  }

  /** The stable name: of the view, and of the checkpoint where it follows the log. */
  @Override
  public String name() {
    return type.name();
  }

  /** Its rows, as they are stored. */
  public DocumentType<V, K> type() {
    return type;
  }

  /** The event classes it takes. */
  public Set<Class<?>> eventClasses() {
    return Set.copyOf(steps.keySet());
  }

  @Override
  public void apply(List<RecordedEvent> events, DocumentTransaction transaction) {
    Rows rows = new Rows(transaction);
    for (RecordedEvent event : events) {
      Step<V> step = steps.get(event.payload().getClass());
      if (step != null) {
        apply(step, event, rows);
      }
    }
    rows.write();
  }

  private void apply(Step<V> step, RecordedEvent event, Rows rows) {
    try {
      for (String key : step.keys.apply(event)) {
        rows.change(key, event, step.change);
      }
    } catch (RuntimeException | Error e) {
      e.addSuppressed(
          new CqrsException(
              "View '"
                  + name()
                  + "' was at event '"
                  + event.type()
                  + "' at position "
                  + event.position()
                  + (event.stream() == null
                      ? "."
                      : ", version " + event.version() + " of stream '" + event.stream() + "'.")));
      throw e;
    }
  }

  /** The rows that one batch touches: each is read once and written once. */
  private final class Rows {
    private final DocumentTransaction transaction;
    private final Map<String, Row> touched = new LinkedHashMap<>();

    private Rows(DocumentTransaction transaction) {
      this.transaction = transaction;
    }

    private void change(String key, RecordedEvent event, Change<V, RecordedEvent> change) {
      Row row = touched.get(key);
      if (row == null) {
        Versioned<V> found = transaction.find(type, key);
        row = new Row(found == null ? null : found.document());
        touched.put(key, row);
      }
      row.value = change.apply(row.value, event);
      row.position = event.position();
    }

    private void write() {
      touched.forEach(
          (key, row) -> {
            V value = row.value;
            if (value == null) {
              transaction.remove(type, key);
            } else {
              transaction.put(type, key, new Versioned<>(value, row.position));
            }
          });
    }

    private final class Row {
      private @Nullable V value;
      private long position;

      private Row(@Nullable V value) {
        this.value = value;
      }
    }
  }

  /** Collects what happens on which event; not for use by several threads. */
  public static final class Builder<V, K> {
    private final DocumentType<V, K> type;
    private final Map<Class<?>, Step<V>> steps = new HashMap<>();

    private Builder(DocumentType<V, K> type) {
      this.type = type;
    }

    /** On events of that class, changes the row under {@code key}. */
    public <E> Builder<V, K> on(Class<E> event, Function<E, K> key, Change<V, E> change) {
      return onRecorded(
          event,
          recorded -> key.apply(event.cast(recorded.payload())),
          (row, recorded) -> change.apply(row, event.cast(recorded.payload())));
    }

    /** On events of that class, changes each of the rows under {@code keys}. */
    public <E> Builder<V, K> onEach(
        Class<E> event, Function<E, ? extends Iterable<K>> keys, Change<V, E> change) {
      return add(
          event,
          recorded -> {
            java.util.ArrayList<String> texts = new java.util.ArrayList<>();
            keys.apply(event.cast(recorded.payload())).forEach(key -> texts.add(type.key(key)));
            return texts;
          },
          (row, recorded) -> change.apply(row, event.cast(recorded.payload())));
    }

    /** As {@link #on}, for those who need position, time, stream or metadata. */
    public Builder<V, K> onRecorded(
        Class<?> event, Function<RecordedEvent, K> key, Change<V, RecordedEvent> change) {
      return add(event, recorded -> List.of(type.key(key.apply(recorded))), change);
    }

    private Builder<V, K> add(
        Class<?> event,
        Function<RecordedEvent, ? extends Iterable<String>> keys,
        Change<V, RecordedEvent> change) {
      if (steps.putIfAbsent(event, new Step<>(keys, change)) != null) {
        throw new ConfigurationException(
            "Projection '"
                + type.name()
                + "' says twice what happens on "
                + event.getSimpleName()
                + "; say it once.");
      }
      return this;
    }

    /**
     * The projection.
     *
     * @throws ConfigurationException when it takes no event
     */
    public Projection<V, K> build() {
      if (steps.isEmpty()) {
        throw new ConfigurationException(
            "Projection '" + type.name() + "' takes no event; add on(...).");
      }
      return new Projection<>(this);
    }
  }
}
