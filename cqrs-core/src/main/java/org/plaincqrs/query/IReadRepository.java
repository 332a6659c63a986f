package org.plaincqrs.query;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.plaincqrs.storage.Index;

/**
 * A keyed view, for reading: what hand-written DAOs and query handlers are built on. Given to the
 * application by {@code Cqrs}; thread-safe.
 *
 * @param <V> a row of the view, an immutable value
 * @param <K> its key
 */
public interface IReadRepository<V, K> {
  /** The row under that key. */
  Optional<V> find(K key);

  /**
   * The rows whose indexed value equals {@code value}, in order of the key's text by code points.
   *
   * @param index one of the declared indexes
   * @throws IllegalArgumentException when the index was not declared
   */
  <T> List<V> findBy(Index<V, T> index, T value);

  /**
   * Every row, in order of the key's text by code points; lazy on some backends, so close the
   * stream.
   */
  Stream<V> all();

  /** How many rows there are. */
  long count();
}
