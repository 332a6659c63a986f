package org.plaincqrs.storage;

import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.Identifiers;

/**
 * A document put or removed by a commit, unconditionally; what must hold stands in a {@link
 * Condition}.
 *
 * @param version the version that the document has from now on, from 1
 * @param document the value, or null to remove it
 */
public record DocumentWrite<D>(
    DocumentType<D, ?> type, String key, long version, @Nullable D document) {
  /** Checks the key and the version. */
  public DocumentWrite {
    Identifiers.check("key", key);
    if (document != null && version < 1) {
      throw new IllegalArgumentException(
          "The write of "
              + type
              + " '"
              + key
              + "' has version "
              + version
              + "; count from 1, 0 stands for absent.");
    }
  }

  /** Does what this says, in a transaction. */
  public void applyTo(DocumentTransaction transaction) {
    if (document == null) {
      transaction.remove(type, key);
    } else {
      transaction.put(type, key, new Versioned<>(document, version));
    }
  }
}
