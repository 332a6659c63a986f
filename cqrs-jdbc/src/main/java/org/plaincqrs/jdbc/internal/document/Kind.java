package org.plaincqrs.jdbc.internal.document;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.DocumentTable;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Versioned;

/** The documents of one type, wherever they are kept. Thread-safe. */
interface Kind {
  /**
   * A document on its way into its table.
   *
   * @param versioned the document
   * @param row what will be written, where it is made beforehand
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Prepared(Versioned<?> versioned, @Nullable Object @Nullable [] row) {}

  /** The type, as it was declared. */
  DocumentType<?, ?> type();

  /** Encodes a document and computes its index values, so that writing it can hardly fail. */
  Prepared prepare(String key, Versioned<?> document);

  /** The document under a key, or null. */
  @Nullable Versioned<?> find(Connection connection, String key) throws SQLException;

  /** The versions of those that are there. */
  Map<String, Long> versions(Connection connection, Collection<String> keys) throws SQLException;

  /** Writes the documents; removes those that are null. */
  void write(Connection connection, Map<String, @Nullable Prepared> documents) throws SQLException;

  /** How many there are. */
  long count(Connection connection) throws SQLException;

  /** Those behind a key, in order. */
  List<? extends DocumentTable.Row<?>> page(Connection connection, String after, int limit)
      throws SQLException;

  /** Those behind a key whose value in the index is {@code value}, in order. */
  List<? extends DocumentTable.Row<?>> page(
      Connection connection, int index, Object value, String after, int limit) throws SQLException;

  /** Those of the documents that are there. */
  Map<String, Versioned<?>> findAll(Connection connection, Collection<String> keys)
      throws SQLException;
}
