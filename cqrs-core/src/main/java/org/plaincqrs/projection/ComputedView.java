package org.plaincqrs.projection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Versioned;

/** A view that no storage keeps: its rows come from the events, in memory. */
final class ComputedView<V, K> implements IReadRepository<V, K> {
  private final DocumentType<V, K> type;
  private final Function<Predicate<String>, Map<String, V>> rows;

  private ComputedView(DocumentType<V, K> type, Function<Predicate<String>, Map<String, V>> rows) {
    this.type = type;
    this.rows = rows;
  }

  /** Reads the events on every call; a look for one row keeps no other in memory. */
  static <V, K> ComputedView<V, K> onRead(Projection<V, K> projection, Projection.Events events) {
    return new ComputedView<>(projection.type(), keys -> compute(projection, events, keys));
  }

  /** Reads the events now, once. */
  static <V, K> ComputedView<V, K> once(Projection<V, K> projection, Projection.Events events) {
    Map<String, V> all = compute(projection, events, key -> true);
    return new ComputedView<>(projection.type(), keys -> all);
  }

  private static <V, K> Map<String, V> compute(
      Projection<V, K> projection, Projection.Events events, Predicate<String> keys) {
    Rows<V> rows = new Rows<>(projection.type().documentClass());
    events.read(page -> projection.apply(page, rows, keys));
    return rows.byKey;
  }

  @Override
  public Optional<V> find(K key) {
    String text = type.key(key);
    return Optional.ofNullable(rows.apply(text::equals).get(text));
  }

  @Override
  public <T> List<V> findBy(Index<V, T> index, T value) {
    int declared = type.indexes().indexOf(index);
    if (declared < 0) {
      throw new IllegalArgumentException(
          "Index '" + index.name() + "' is not declared on " + type + "; add it with indexedBy().");
    }
    T sought = index.check(type, value);
    return all().filter(row -> sought.equals(index.valueOf(type, row))).toList();
  }

  @Override
  public Stream<V> all() {
    Map<String, V> all = rows.apply(key -> true);
    return all.keySet().stream()
        .sorted(DocumentType.KEY_ORDER)
        .map(key -> Objects.requireNonNull(all.get(key)));
  }

  @Override
  public long count() {
    return rows.apply(key -> true).size();
  }

  /** The rows of one projection, as if they were stored. */
  private static final class Rows<V> implements DocumentTransaction {
    private final Class<V> rowClass;
    private final Map<String, V> byKey = new HashMap<>();

    private Rows(Class<V> rowClass) {
      this.rowClass = rowClass;
    }

    @Override
    public <D> @Nullable Versioned<D> find(DocumentType<D, ?> type, String key) {
      V row = byKey.get(key);
      return row == null ? null : new Versioned<>(type.documentClass().cast(row), 0);
    }

    @Override
    public <D> void put(DocumentType<D, ?> type, String key, Versioned<D> document) {
      byKey.put(key, rowClass.cast(document.document()));
    }

    @Override
    public void remove(DocumentType<?, ?> type, String key) {
      byKey.remove(key);
    }
  }
}
