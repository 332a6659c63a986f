package org.plaincqrs.storage;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.Identifiers;

/**
 * A declared secondary index of a {@link DocumentType}: documents can be found by the value.
 *
 * @param <D> the document
 * @param <T> the value
 * @param name names the index within the type
 * @param valueType String, Integer, Long or Boolean
 * @param value takes the value from a document; null keeps the document out of the index
 */
public record Index<D, T>(String name, Class<T> valueType, Function<D, @Nullable T> value) {
  /** Checks the name and the type of the value. */
  public Index {
    Identifiers.check("index name", name);
    if (valueType != String.class
        && valueType != Integer.class
        && valueType != Long.class
        && valueType != Boolean.class) {
      throw new IllegalArgumentException(
          "Index '"
              + name
              + "' is over "
              + valueType.getName()
              + "; take String, Integer, Long or Boolean.");
    }
  }

  /** An index over {@code value}. */
  public static <D, T> Index<D, T> of(
      String name, Class<T> valueType, Function<D, @Nullable T> value) {
    return new Index<>(name, valueType, value);
  }

  /** Whether it is the same index of a type: by name and type of the value. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Index<?, ?> index
        && name.equals(index.name)
        && valueType == index.valueType;
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
