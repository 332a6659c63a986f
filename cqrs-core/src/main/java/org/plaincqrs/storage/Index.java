package org.plaincqrs.storage;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.Identifiers;

/**
 * A declared secondary index of a {@link DocumentType}: documents can be found by the value.
 *
 * <p>A storage keeps the values, and knows an index by its name. When the function or the type of
 * the value changes, give the index another name: under the old one the documents that are there
 * keep their old values.
 *
 * @param <D> the document
 * @param <T> the value
 * @param name names the index within the type
 * @param valueType String, Integer, Long or Boolean
 * @param value takes the value from a document; null keeps the document out of the index
 */
public record Index<D, T>(String name, Class<T> valueType, Function<D, @Nullable T> value) {
  /** The longest indexed text, in {@code char}s. */
  public static final int MAX_LENGTH = Identifiers.MAX_LENGTH;

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

  /**
   * The value of a document, when every backend can store it: a text has at most {@value
   * #MAX_LENGTH} characters, no NUL and no half of a surrogate pair, and may be empty. For
   * storages.
   *
   * @return null when the document is not in the index
   * @throws IllegalArgumentException when it can't be stored
   */
  public @Nullable T valueOf(DocumentType<?, ?> type, D document) {
    T found = value.apply(document);
    return found == null ? null : check(type, found);
  }

  /**
   * Returns {@code sought} when a document may have it; see {@link #valueOf}. For storages.
   *
   * @throws IllegalArgumentException when none can
   */
  public T check(DocumentType<?, ?> type, T sought) {
    if (sought instanceof String text) {
      String what = "value of index '" + name + "' of " + type;
      if (text.length() > MAX_LENGTH) {
        throw new IllegalArgumentException(
            "The "
                + what
                + " has "
                + text.length()
                + " characters; index at most "
                + MAX_LENGTH
                + ".");
      }
      Identifiers.checkCharacters(what, text);
    }
    return sought;
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
