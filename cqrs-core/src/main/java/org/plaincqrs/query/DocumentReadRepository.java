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
  private final DocumentType<V, K> declared;
  private final Supplier<DocumentType<V, K>> type;

  /** Reads that type from the store that {@code documents} supplies, asked anew on every call. */
  public DocumentReadRepository(Supplier<DocumentStore> documents, DocumentType<V, K> type) {
    this(documents, type, () -> type);
  }

  /** The same, under whichever name {@code now} says that the type has now. */
  public DocumentReadRepository(
      Supplier<DocumentStore> documents,
      DocumentType<V, K> declared,
      Supplier<DocumentType<V, K>> now) {
    this.documents = documents;
    this.declared = declared;
    type = now;
  }

  @Override
  public Optional<V> find(K key) {
    return documents.get().find(type.get(), declared.key(key)).map(Versioned::document);
  }

  @Override
  public <T> List<V> findBy(Index<V, T> index, T value) {
    if (!declared.indexes().contains(index)) {
      throw new IllegalArgumentException(
          "Index '"
              + index.name()
              + "' is not declared on "
              + declared
              + "; add it with indexedBy().");
    }
    try (Stream<Versioned<V>> found = documents.get().findBy(type.get(), index, value)) {
      return found.map(Versioned::document).toList();
    }
  }

  @Override
  public Stream<V> all() {
    return documents.get().all(type.get()).map(Versioned::document);
  }

  @Override
  public long count() {
    return documents.get().count(type.get());
  }
}
