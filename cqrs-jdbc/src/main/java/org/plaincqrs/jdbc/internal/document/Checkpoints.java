package org.plaincqrs.jdbc.internal.document;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
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

  private final Dialect dialect;
  private final String read;
  private final String move;
  private final String insert;
  private final String put;

  /** Those under a prefix. */
  public Checkpoints(Dialect dialect, Tables tables) {
    this.dialect = dialect;
    read = tables.in("select position from cqrs_checkpoints where owner = ?");
    move =
        tables.in(
            "update cqrs_checkpoints set position = ? where owner = ? and position = ? and"
                + " epoch = ?");
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

  /** Moves a checkpoint; false when it is elsewhere, or in another epoch. */
  public boolean move(Connection connection, Checkpoint checkpoint) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(move)) {
      bind(statement, checkpoint);
      if (statement.executeUpdate() == 1) {
        return true;
      }
    }
    return mayBegin(checkpoint)
        && !exists(connection, checkpoint.owner())
        && begin(connection, checkpoint);
  }

  /** Moves those that are where their moves begin; in the order of owners, as everywhere. */
  public void move(Connection connection, List<Checkpoint> checkpoints) throws SQLException {
    List<Checkpoint> sorted = new ArrayList<>(checkpoints);
    sorted.sort(Comparator.comparing(Checkpoint::owner));
    List<Checkpoint> batch = new ArrayList<>();
    for (Checkpoint checkpoint : sorted) {
      if (mayBegin(checkpoint)) {
        move(connection, checkpoint);
      } else {
        batch.add(checkpoint);
      }
    }
    if (!batch.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(move)) {
        for (Checkpoint checkpoint : batch) {
          bind(statement, checkpoint);
          statement.addBatch();
        }
        statement.executeBatch();
      }
    }
  }

  private void bind(PreparedStatement statement, Checkpoint checkpoint) throws SQLException {
    statement.setLong(1, checkpoint.to());
    dialect.setText(statement, 2, checkpoint.owner());
    statement.setLong(3, checkpoint.from());
    statement.setLong(4, checkpoint.epoch());
  }

  /** Whether it is the first move of an owner that has no row yet; what is claimed has one. */
  private static boolean mayBegin(Checkpoint checkpoint) {
    return checkpoint.from() == 0 && checkpoint.epoch() == 0;
  }

  private boolean exists(Connection connection, String owner) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(read)) {
      dialect.setText(statement, 1, owner);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** The first move; of two at once one inserts the row, and the other finds it there. */
  private boolean begin(Connection connection, Checkpoint checkpoint) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      dialect.setText(statement, 1, checkpoint.owner());
      statement.setLong(2, checkpoint.to());
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      throw Dialect.notInserted(e);
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
