package org.plaincqrs.storage;

import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Documents inside one transaction: sees its own writes; everything becomes visible with the
 * transaction, or nothing.
 */
public interface DocumentTransaction {
  /** The document as this transaction sees it, or null. */
  <D> @Nullable Versioned<D> find(DocumentType<D, ?> type, String key);

  /**
   * Hands over those of the documents that are there, each once and with its key, in any order; as
   * {@link #find}, but many at once, which a backend may do in one step.
   */
  default <D> void findAll(
      DocumentType<D, ?> type, Collection<String> keys, BiConsumer<String, Versioned<D>> found) {
    for (String key : keys) {
      Versioned<D> document = find(type, key);
      if (document != null) {
        found.accept(key, document);
      }
    }
  }

  /** Puts a document in place of what was there. */
  <D> void put(DocumentType<D, ?> type, String key, Versioned<D> document);

  /** Removes a document; nothing happens when there is none. */
  void remove(DocumentType<?, ?> type, String key);
}
