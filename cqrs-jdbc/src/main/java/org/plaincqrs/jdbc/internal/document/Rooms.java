package org.plaincqrs.jdbc.internal.document;

import java.sql.SQLException;

/** Makes and drops the tables of documents while a store is open. Thread-safe. */
public interface Rooms {
  /**
   * Sees to it that there is a table with its indexes.
   *
   * @throws org.plaincqrs.error.ConfigurationException when there is none and none may be made
   */
  void create(JsonKind kind) throws SQLException;

  /** Drops the table; only empties it when tables may not be changed. */
  void drop(JsonKind kind) throws SQLException;
}
