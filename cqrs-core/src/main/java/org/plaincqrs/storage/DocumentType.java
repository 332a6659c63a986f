package org.plaincqrs.storage;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.Identifiers;

/**
 * A kind of stored value that is found by key: the state of an aggregate, a snapshot, or a row of a
 * view. Documents are immutable values, best records: a storage may hand out the object it holds.
 *
 * @param <D> the document
 * @param <K> its key
 * @param name the stable name of the kind, unique in a storage
 * @param documentClass the class of the document
 * @param keyText the key as text, which is how it is stored; equal keys have equal text, different
 *     keys different text
 * @param indexes what documents can be found by beside their key
 */
public record DocumentType<D, K>(
    String name, Class<D> documentClass, Function<K, String> keyText, List<Index<D, ?>> indexes) {
  /** The order of keys by their text: by code points, on every backend. */
  public static final Comparator<String> KEY_ORDER =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  /** Checks the names and copies the indexes. */
  public DocumentType {
    Identifiers.check("document type name", name);
    indexes = List.copyOf(indexes);
    if (indexes.stream().map(Index::name).distinct().count() < indexes.size()) {
      throw new ConfigurationException(
          "Document type '" + name + "' has two indexes of one name; rename one.");
    }
  }

  /** The same kind under another name, kept apart from this one. */
  public DocumentType<D, K> named(String newName) {
    return new DocumentType<>(newName, documentClass, keyText, indexes);
  }

  /**
   * A kind of document with a key of a common class.
   *
   * @param keyClass String, Integer, Long or UUID; for others give the text yourself through the
   *     constructor
   */
  public static <D, K> DocumentType<D, K> of(
      String name, Class<D> documentClass, Class<K> keyClass) {
    return new DocumentType<>(name, documentClass, keyText(name, keyClass), List.of());
  }

  /** The same with one more index. */
  public DocumentType<D, K> indexedBy(Index<D, ?> index) {
    return new DocumentType<>(
        name, documentClass, keyText, Stream.concat(indexes.stream(), Stream.of(index)).toList());
  }

  /**
   * The checked text of a key.
   *
   * @throws IllegalArgumentException when it is no {@linkplain Identifiers identifier}
   */
  public String key(K key) {
    if (key == null) {
      throw new IllegalArgumentException("The key of a " + name + " is null.");
    }
    return Identifiers.check("key of ", name, keyText.apply(key));
  }

  /** The text form of keys of a common class: String, Integer, Long or UUID. */
  public static <K> Function<K, String> keyText(String name, Class<K> keyClass) {
    if (keyClass != String.class
        && keyClass != Integer.class
        && keyClass != Long.class
        && keyClass != UUID.class) {
      throw new ConfigurationException(
          "The key class "
              + keyClass.getName()
              + " of '"
              + name
              + "' has no known text form; say how it is written as text.");
    }
    return Object::toString;
  }

  @Override
  public String toString() {
    return "document type '" + name + "'";
  }
}
