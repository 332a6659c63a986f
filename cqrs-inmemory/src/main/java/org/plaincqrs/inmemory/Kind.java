package org.plaincqrs.inmemory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Versioned;

/** The documents of one type, by key and by indexed value. */
final class Kind {
  /** A document with its indexed values, computed when it came, so that taking it in can't fail. */
  record Stored(Versioned<?> versioned, List<@Nullable Object> values) {}

  private final Map<String, Stored> byKey = new HashMap<>();
  private DocumentType<?, ?> type;
  private List<Map<Object, Set<String>>> byValue;

  Kind(DocumentType<?, ?> type) {
    this.type = type;
    byValue = emptyMaps(type);
  }

  /**
   * Declares the indexes; what is there already is indexed anew. When an index throws, all stays as
   * it was.
   */
  void declare(DocumentType<?, ?> declared) {
    Map<String, Stored> present = new HashMap<>();
    byKey.forEach((key, stored) -> present.put(key, prepare(declared, stored.versioned)));
    // From here on nothing can fail.
    type = declared;
    byValue = emptyMaps(declared);
    byKey.clear();
    present.forEach(this::put);
  }

  Stored prepare(Versioned<?> versioned) {
    return prepare(type, versioned);
  }

  private static Stored prepare(DocumentType<?, ?> type, Versioned<?> versioned) {
    if (type.indexes().isEmpty()) {
      return new Stored(versioned, List.of());
    }
    List<@Nullable Object> values = new ArrayList<>(type.indexes().size());
    for (Index<?, ?> index : type.indexes()) {
      values.add(value(type, index, versioned.document()));
    }
    return new Stored(versioned, values);
  }

  @Nullable Versioned<?> get(String key) {
    Stored stored = byKey.get(key);
    return stored == null ? null : stored.versioned;
  }

  void put(String key, Stored stored) {
    unindex(key, byKey.put(key, stored));
    for (int i = 0; i < stored.values.size(); i++) {
      Object value = stored.values.get(i);
      if (value != null) {
        byValue.get(i).computeIfAbsent(value, v -> new HashSet<>()).add(key);
      }
    }
  }

  void remove(String key) {
    unindex(key, byKey.remove(key));
  }

  private void unindex(String key, @Nullable Stored old) {
    for (int i = 0; old != null && i < old.values.size(); i++) {
      Object value = old.values.get(i);
      if (value != null) {
        byValue
            .get(i)
            .computeIfPresent(value, (v, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
      }
    }
  }

  Collection<String> keys() {
    return byKey.keySet();
  }

  /**
   * The keys of the documents whose value in that index is {@code value}; null when the index was
   * not declared.
   */
  @Nullable Collection<String> keys(Index<?, ?> index, Object value) {
    int i = type.indexes().indexOf(index);
    return i < 0 ? null : byValue.get(i).getOrDefault(value, Set.of());
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object value(
      DocumentType<?, ?> type, Index<?, ?> index, Object document) {
    return ((Index<Object, Object>) index).valueOf(type, document);
  }

  private static List<Map<Object, Set<String>>> emptyMaps(DocumentType<?, ?> type) {
    return type.indexes().stream().<Map<Object, Set<String>>>map(i -> new HashMap<>()).toList();
  }
}
