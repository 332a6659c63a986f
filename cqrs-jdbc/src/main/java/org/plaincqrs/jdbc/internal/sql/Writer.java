package org.plaincqrs.jdbc.internal.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.OutcomeUnknownException;
import org.plaincqrs.jdbc.StorageException;

/**
 * Writes in transactions. What failed because another transaction was in the way is tried again, a
 * few times; nothing that writes is begun inside something that writes. Thread-safe.
 */
public final class Writer {
  /**
   * The one row that puts commits in order.
   *
   * @param position of the last event in the log
   * @param revision raised by every transaction that moves it
   */
  public record Head(long position, long revision) {}

  private final Connections connections;
  private final String lockHead;
  private final ThreadLocal<@Nullable Boolean> inside = new ThreadLocal<>();

  /** A writer through these connections. */
  public Writer(Connections connections, Tables tables) {
    this.connections = connections;
    lockHead = tables.in(connections.dialect().lockHead());
  }

  /** Where its connections come from. */
  public Connections connections() {
    return connections;
  }

  /**
   * Runs work in a transaction.
   *
   * @param what for messages: "Could not ..."
   * @throws StorageException when the database refuses, with nothing written
   * @throws OutcomeUnknownException when the connection died during the commit
   */
  public <T> T write(String what, Connections.Work<T> work) {
    checkNotInside();
    try {
      return retrying(work);
    } catch (Connections.InDoubtException e) {
      throw outcomeUnknown(what, e);
    } catch (SQLException e) {
      throw StorageException.of(what, e);
    }
  }

  /** Nobody knows whether it was done. */
  public static OutcomeUnknownException outcomeUnknown(
      String what, Connections.InDoubtException e) {
    return new OutcomeUnknownException(
        "The connection failed while the commit was on its way, trying to "
            + what
            + "; it is not known whether it went through ("
            + e.getMessage()
            + "). Read again to find out.",
        e);
  }

  /** Runs work that is one statement, in auto-commit. */
  public <T extends @Nullable Object> T alone(Connections.Work<T> work) throws SQLException {
    return connections.alone(connection -> guarded(connection, work));
  }

  /** As {@link #write}, without a word on what went wrong. */
  public <T extends @Nullable Object> T retrying(Connections.Work<T> work) throws SQLException {
    return connections.retrying(
        () -> connections.transaction(connection -> guarded(connection, work)));
  }

  private <T extends @Nullable Object> T guarded(Connection connection, Connections.Work<T> work)
      throws SQLException {
    inside.set(true);
    try {
      return work.on(connection);
    } finally {
      inside.remove();
    }
  }

  /**
   * Refuses to be called inside a transaction of the library.
   *
   * @throws IllegalStateException when it is
   */
  public void checkNotInside() {
    if (inside.get() != null) {
      throw new IllegalStateException(
          "A commit or write was begun inside another one, by a projection or an index; they only"
              + " compute, and write through the transaction they are given.");
    }
  }

  /** Locks the head until the transaction ends. */
  public Head lockHead(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(lockHead);
        ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        throw headIsMissing();
      }
      return new Head(rows.getLong(1), rows.getLong(2));
    }
  }

  /** Without it nobody knows where the log ends. */
  public static SQLException headIsMissing() {
    return new SQLException(
        "The one row of the table that holds the log's head is missing; restore it from a backup.");
  }
}
