package org.plaincqrs.query;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Versioned;

/** A view over documents of one type. */
public final class DocumentReadRepository<V, K> implements IReadRepository<V, K> {
  private final Supplier<DocumentStore> documents;
  private final DocumentType<V, K> type;

  /** Reads that type from the store that {@code documents} supplies, asked anew on every call. */
  public DocumentReadRepository(Supplier<DocumentStore> documents, DocumentType<V, K> type) {
    this.documents = documents;
    this.type = type;
  }

  @Override
  public Optional<V> find(K key) {
    return documents.get().find(type, type.key(key)).map(Versioned::document);
  }

  @Override
  public <T> List<V> findBy(Index<V, T> index, T value) {
    if (!type.indexes().contains(index)) {
      throw new IllegalArgumentException(
          "Index '" + index.name() + "' is not declared on " + type + "; add it with indexedBy().");
    }
    try (Stream<Versioned<V>> found = documents.get().findBy(type, index, value)) {
      return found.map(Versioned::document).toList();
    }
  }

  @Override
  public Stream<V> all() {
    return documents.get().all(type).map(Versioned::document);
  }

  @Override
  public long count() {
    return documents.get().count(type);
  }
}
