package org.plaincqrs.storage;

import org.jspecify.annotations.Nullable;

/**
 * Documents inside one transaction: sees its own writes; everything becomes visible with the
 * transaction, or nothing.
 */
public interface DocumentTransaction {
  /** The document as this transaction sees it, or null. */
  <D> @Nullable Versioned<D> find(DocumentType<D, ?> type, String key);

  /** Puts a document in place of what was there. */
  <D> void put(DocumentType<D, ?> type, String key, Versioned<D> document);

  /** Removes a document; nothing happens when there is none. */
  void remove(DocumentType<?, ?> type, String key);
}
