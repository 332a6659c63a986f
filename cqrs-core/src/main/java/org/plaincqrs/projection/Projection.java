package org.plaincqrs.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.Versioned;
import org.plaincqrs.subscription.FailurePolicy;
import org.plaincqrs.subscription.Subscription;

/**
 * From events to the rows of a keyed view. Defined once; the wiring decides whether it runs inside
 * each commit, follows the log, or is computed when it is read. Immutable and thread-safe.
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
public sealed class Projection<V, K> implements InlineProjection permits Fold {
  /** Changes one row by one event. */
  @FunctionalInterface
  public interface Change<V, E> {
    /**
     * The row after the event, or null to remove it; {@code row} is null when there is none yet.
     */
    @Nullable V apply(@Nullable V row, E event);
  }

  /** Where the events of a computed view come from. */
  @FunctionalInterface
  public interface Events {
    /** Hands over all of them, oldest first and page by page. */
    void read(Consumer<List<RecordedEvent>> pages);
  }

  private record Step<V>(
      Function<RecordedEvent, List<String>> keys, Change<V, RecordedEvent> change) {}

  private final DocumentType<V, K> type;
  private final Map<Class<?>, Step<V>> steps;
  private final Subscription.Builder following;

  Projection(Builder<V, K> builder) {
    type = builder.type;
    steps = new HashMap<>(builder.steps);
    following = builder.following.events(steps.keySet().toArray(new Class<?>[0]));
  }

  /** A projection into rows of that type; the type's name is the projection's. */
  public static <V, K> Builder<V, K> into(DocumentType<V, K> type) {
    return new Builder<>(type);
  }

  /**
   * As {@link #fold(String, Class, Object)}, where every value is of the class of {@code initial}.
   */
  @SuppressWarnings("unchecked")
  public static <V> Fold.Builder<V> fold(String name, V initial) {
    Objects.requireNonNull(initial, "The initial value is null.");
    return fold(name, (Class<V>) initial.getClass(), initial);
  }

  /**
   * A projection of all events into one value, which is the single row of a view of that name.
   *
   * @param initial the value before the first event
   */
  public static <V> Fold.Builder<V> fold(String name, Class<V> valueClass, V initial) {
    return new Fold.Builder<>(name, valueClass, initial);
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

  /**
   * The subscription that keeps the view behind the log. Where it is split, each part keeps the
   * rows whose keys are its own, so that the events of a row are seen in order wherever they come
   * from.
   */
  public Subscription subscription() {
    return following.splittingByItself(
        (delivery, transaction) ->
            apply(delivery.events(), new Rows(transaction, delivery.own(type), delivery::isMine)));
  }

  @Override
  public void apply(List<RecordedEvent> events, DocumentTransaction transaction) {
    apply(events, transaction, key -> true);
  }

  /** As {@link #apply(List, DocumentTransaction)}, of those rows only. */
  void apply(List<RecordedEvent> events, DocumentTransaction transaction, Predicate<String> keys) {
    apply(events, new Rows(transaction, type, keys));
  }

  /**
   * A view that is computed from these events whenever it is read, and is never behind them. It
   * holds what a read asks for in memory: one row for {@code find}, else all.
   */
  public IReadRepository<V, K> live(Events events) {
    return ComputedView.onRead(this, events);
  }

  /** A view that is computed from these events now, once, and held in memory. */
  public IReadRepository<V, K> computed(Events events) {
    return ComputedView.once(this, events);
  }

  /** An event, and a row that it changes. */
  private record Touch<V>(RecordedEvent event, Change<V, RecordedEvent> change, Row<V> row) {}

  /** A row while a batch is applied. */
  private static final class Row<V> {
    private @Nullable V value;
    private long position;
  }

  private void apply(List<RecordedEvent> events, Rows rows) {
    List<Touch<V>> touches = new ArrayList<>(events.size());
    for (RecordedEvent event : events) {
      Step<V> step = steps.get(event.payload().getClass());
      if (step != null) {
        touch(event, step, rows, touches);
      }
    }
    rows.load();
    for (Touch<V> touch : touches) {
      change(touch);
    }
    rows.write();
  }

  private void touch(RecordedEvent event, Step<V> step, Rows rows, List<Touch<V>> touches) {
    try {
      for (String key : step.keys.apply(event)) {
        Row<V> row = rows.touch(key);
        if (row != null) {
          touches.add(new Touch<>(event, step.change, row));
        }
      }
    } catch (RuntimeException | Error e) {
      place(event, e);
      throw e;
    }
  }

  private void change(Touch<V> touch) {
    try {
      touch.row.value = touch.change.apply(touch.row.value, touch.event);
      touch.row.position = touch.event.position();
    } catch (RuntimeException | Error e) {
      place(touch.event, e);
      throw e;
    }
  }

  /** Says on a failure which event it was. */
  private void place(RecordedEvent event, Throwable failure) {
    failure.addSuppressed(
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
  }

  /** The rows that one batch touches: all are read at once, and each is written once. */
  private final class Rows {
    private final DocumentTransaction transaction;
    private final DocumentType<V, K> into;
    private final Predicate<String> mine;
    private final Map<String, Row<V>> touched = new LinkedHashMap<>();

    private Rows(DocumentTransaction transaction, DocumentType<V, K> into, Predicate<String> mine) {
      this.transaction = transaction;
      this.into = into;
      this.mine = mine;
    }

    /** The row, which is to be loaded; null when it is kept in another part. */
    private @Nullable Row<V> touch(String key) {
      return touched.computeIfAbsent(key, k -> mine.test(k) ? new Row<>() : null);
    }

    private void load() {
      transaction.findAll(
          into,
          touched.keySet(),
          (key, found) -> Objects.requireNonNull(touched.get(key)).value = found.document());
    }

    private void write() {
      touched.forEach(
          (key, row) -> {
            V value = row.value;
            if (value == null) {
              transaction.remove(into, key);
            } else {
              transaction.put(into, key, new Versioned<>(value, row.position));
            }
          });
    }
  }

  /** Collects what happens on which event; not for use by several threads. */
  public static final class Builder<V, K> {
    private final DocumentType<V, K> type;
    private final Map<Class<?>, Step<V>> steps = new HashMap<>();
    private final Subscription.Builder following;

    private Builder(DocumentType<V, K> type) {
      this.type = type;
      following = Subscription.named(type.name()).documents(type);
    }

    /**
     * The version of what it does, from 1. Raise it with every change of what is in the rows: where
     * it follows the log, the new version is built beside the old one and takes its place when it
     * has come as far.
     */
    public Builder<V, K> version(int version) {
      following.version(version);
      return this;
    }

    /** Into how many parts it is split where it follows the log; see {@link Subscription}. */
    public Builder<V, K> parts(int parts) {
      following.parts(parts);
      return this;
    }

    /** How many events are one transaction where it follows the log, at most; 1,000 by default. */
    public Builder<V, K> batch(int batch) {
      following.batch(batch);
      return this;
    }

    /** What happens where it follows the log and fails; by default it stops after 5 retries. */
    public Builder<V, K> onFailure(FailurePolicy failures) {
      following.onFailure(failures);
      return this;
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
            ArrayList<String> texts = new ArrayList<>();
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
        Function<RecordedEvent, List<String>> keys,
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
      checkTakesEvents();
      return new Projection<>(this);
    }

    void checkTakesEvents() {
      if (steps.isEmpty()) {
        throw new ConfigurationException(
            "Projection '" + type.name() + "' takes no event; add on(...).");
      }
    }
  }
}
