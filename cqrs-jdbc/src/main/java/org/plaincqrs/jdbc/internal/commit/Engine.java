package org.plaincqrs.jdbc.internal.commit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.plaincqrs.jdbc.internal.document.Checkpoints;
import org.plaincqrs.jdbc.internal.document.Kinds;
import org.plaincqrs.jdbc.internal.log.JdbcLog;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;
import org.plaincqrs.jdbc.internal.sql.Writer;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.PayloadCodec;

/** What every batch of a store works with. */
record Engine(
    Writer writer,
    Tables tables,
    PayloadCodec codec,
    Kinds kinds,
    JdbcLog log,
    EventTable events,
    CommandTable commands,
    Checkpoints checkpoints,
    List<InlineProjection> inline) {
  private static final String MOVE_HEAD =
      "update cqrs_head set position = ?, revision = ? where one = 1 and revision = ?";

  Dialect dialect() {
    return writer.connections().dialect();
  }

  /**
   * Moves the head, which this transaction has locked.
   *
   * @throws SQLException when it is not where it was, so that the lock must be lost
   */
  void moveHead(Connection connection, Writer.Head from, Writer.Head to) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(tables.in(MOVE_HEAD))) {
      statement.setLong(1, to.position());
      statement.setLong(2, to.revision());
      statement.setLong(3, from.revision());
      if (statement.executeUpdate() != 1) {
        throw new SQLException(
            "The head of the log was moved by another transaction while this one had its lock; the"
                + " database has ended this one on the way.");
      }
    }
  }
}
