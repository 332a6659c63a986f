package org.plaincqrs.storage;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Documents inside one transaction: sees its own writes; everything becomes visible with the
 * transaction, or nothing.
 */
public interface DocumentTransaction {
  /** The document as this transaction sees it, or null. */
  <D> @Nullable Versioned<D> find(DocumentType<D, ?> type, String key);

  /**
   * Those of the documents that are there, by key; as {@link #find}, but many at once, which a
   * backend may do in one step.
   */
  default <D> Map<String, Versioned<D>> findAll(DocumentType<D, ?> type, Collection<String> keys) {
    Map<String, Versioned<D>> found = new HashMap<>();
    for (String key : keys) {
      Versioned<D> document = find(type, key);
      if (document != null) {
        found.put(key, document);
      }
    }
    return found;
  }

  /** Puts a document in place of what was there. */
  <D> void put(DocumentType<D, ?> type, String key, Versioned<D> document);

  /** Removes a document; nothing happens when there is none. */
  void remove(DocumentType<?, ?> type, String key);
}
