package org.plaincqrs.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Versioned;

/**
 * Keeps the documents of one type in tables of the application's own, by its own SQL. Given to
 * {@link JdbcStorage.Builder#table}; by default a type has a table of JSON documents that the
 * library makes.
 *
 * <p>Every method works on the connection that it is given, inside a transaction that it neither
 * begins nor ends. Implementations are thread-safe. The table must keep the version beside the
 * document. What a method throws, checked or not, refuses the commit or the query, and no other.
 *
 * <p>Keys are compared exactly: case, trailing spaces and Unicode forms count. A column of the
 * database's default collation may merge keys instead; take a binary type or collation, for example
 * {@code collate "C"} on PostgreSQL and {@code varbinary} on MariaDB.
 *
 * @param <D> the document
 */
public interface DocumentTable<D> {
  /** A document and its key. */
  record Row<D>(String key, Versioned<D> versioned) {}

  /** The document under that key, or null. */
  @Nullable Versioned<D> find(Connection connection, String key) throws SQLException;

  /** Puts a document in place of what was there. */
  void put(Connection connection, String key, Versioned<D> document) throws SQLException;

  /** Removes a document; nothing happens when there is none. */
  void remove(Connection connection, String key) throws SQLException;

  /** How many there are. */
  long count(Connection connection) throws SQLException;

  /**
   * Documents behind a key, in order of the keys' code points.
   *
   * @param after the key behind which to start, empty for the beginning
   * @param limit the most to return; fewer are allowed, but none only at the end
   */
  List<Row<D>> page(Connection connection, String after, int limit) throws SQLException;

  /** As {@link #page}, only those whose indexed value equals {@code value}. */
  List<Row<D>> page(Connection connection, Index<D, ?> index, Object value, String after, int limit)
      throws SQLException;
}
