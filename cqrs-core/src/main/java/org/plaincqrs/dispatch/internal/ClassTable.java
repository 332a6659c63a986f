package org.plaincqrs.dispatch.internal;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Values by class, never changed and so thread-safe. Class and value stand side by side in one
 * array, at least three quarters of which are empty: a look-up reads one place in memory where a
 * HashMap reads two. Which bits of a class's hash, which is random, say where it stands is chosen
 * so that most look-ups compare once; up to some ten classes, all.
 */
final class ClassTable<V> {
  private static final int PLACES_FOR_EACH = 4;
  private static final int SHIFTS = 16;

  private final @Nullable Object[] places;
  private final int mask;
  private final int shift;

  private ClassTable(Map<Class<?>, V> values, int shift) {
    places = new Object[4 * Integer.highestOneBit(PLACES_FOR_EACH * values.size() | 1)];
    mask = places.length - 1;
    this.shift = shift;
    values.forEach(this::put);
  }

  static <V> ClassTable<V> of(Map<Class<?>, V> values) {
    return IntStream.range(0, SHIFTS)
        .mapToObj(shift -> new ClassTable<>(values, shift))
        .min(Comparator.comparingLong(ClassTable::misplaced))
        .orElseThrow();
  }

  private void put(Class<?> type, V value) {
    int place = first(type);
    while (places[place] != null) {
      place = next(place);
    }
    places[place] = type;
    places[place + 1] = value;
  }

  /** The value of a class, null where there is none. */
  @SuppressWarnings("unchecked") // it stands behind its class
  @Nullable V get(Class<?> type) {
    int place = first(type);
    while (places[place] != type) {
      if (places[place] == null) {
        return null;
      }
      place = next(place);
    }
    return (V) places[place + 1];
  }

  /** How many classes do not stand where a look-up begins. */
  private long misplaced() {
    return IntStream.range(0, places.length)
        .filter(place -> places[place] instanceof Class<?> type && place != first(type))
        .filter(place -> place % 2 == 0)
        .count();
  }

  /** Where the class stands, unless another one was there before. */
  private int first(Class<?> type) {
    return (type.hashCode() >>> shift << 1) & mask;
  }

  private int next(int place) {
    return (place + 2) & mask;
  }
}
