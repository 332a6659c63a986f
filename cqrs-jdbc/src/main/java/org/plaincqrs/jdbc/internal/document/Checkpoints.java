package org.plaincqrs.jdbc.internal.document;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.internal.sql.Column;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.InlineProjection;

/**
 * How far each owner has come: one row an owner, moved by one compare-and-set, which also locks it
 * against others until the transaction ends.
 */
public final class Checkpoints {
  private static final List<Column> COLUMNS =
      List.of(Column.of("owner", Column.Kind.TEXT), Column.of("position", Column.Kind.LONG));
  private static final String CONSTRAINT_VIOLATION = "23";

  private final Dialect dialect;
  private final String read;
  private final String move;
  private final String insert;
  private final String put;

  /** Those under a prefix. */
  public Checkpoints(Dialect dialect, Tables tables) {
    this.dialect = dialect;
    read = tables.in("select position from cqrs_checkpoints where owner = ?");
    move = tables.in("update cqrs_checkpoints set position = ? where owner = ? and position = ?");
    insert = tables.in("insert into cqrs_checkpoints (owner, position) values (?, ?)");
    put = dialect.insert(tables.in("cqrs_checkpoints"), COLUMNS, true);
  }

  /** Where an owner is, 0 when it never moved. */
  public long position(Connection connection, String owner) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(read)) {
      dialect.setText(statement, 1, owner);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  /** Moves a checkpoint; false when it is elsewhere. */
  public boolean move(Connection connection, Checkpoint checkpoint) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(move)) {
      statement.setLong(1, checkpoint.to());
      dialect.setText(statement, 2, checkpoint.owner());
      statement.setLong(3, checkpoint.from());
      if (statement.executeUpdate() == 1) {
        return true;
      }
    }
    return checkpoint.from() == 0
        && position(connection, checkpoint.owner()) == 0
        && begin(connection, checkpoint);
  }

  /** The first move; of two at once one inserts the row, and the other finds it there. */
  private boolean begin(Connection connection, Checkpoint checkpoint) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      dialect.setText(statement, 1, checkpoint.owner());
      statement.setLong(2, checkpoint.to());
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith(CONSTRAINT_VIOLATION)) {
        // Tried again, it finds the row of who was faster.
        throw new SQLTransientException(e);
      }
      throw e;
    }
  }

  /** Puts these owners at a position, wherever they are. */
  public void put(Connection connection, List<InlineProjection> owners, long position)
      throws SQLException {
    if (!owners.isEmpty()) {
      List<@Nullable Object[]> rows = new ArrayList<>();
      for (InlineProjection owner : owners) {
        rows.add(new Object[] {owner.name(), position});
      }
      dialect.execute(connection, put, COLUMNS, rows);
    }
  }
}
