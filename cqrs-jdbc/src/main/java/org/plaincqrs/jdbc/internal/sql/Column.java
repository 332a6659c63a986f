package org.plaincqrs.jdbc.internal.sql;

/**
 * A column that is written.
 *
 * @param name as in SQL
 * @param kind how its values are bound
 */
public record Column(String name, Kind kind) {
  /** What a column holds, and the Java class of its values. */
  public enum Kind {
    /** A Long. */
    LONG,
    /** An Integer. */
    INT,
    /** A Boolean. */
    BOOLEAN,
    /** A String that is compared exactly. */
    TEXT,
    /** A String that is compared exactly and ordered by code points. */
    KEY,
    /** A UUID. */
    UUID,
    /** A byte[]. */
    BYTES
  }

  /** A column. */
  public static Column of(String name, Kind kind) {
    return new Column(name, kind);
  }
}
