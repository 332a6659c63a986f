package org.plaincqrs.jdbc.internal.commit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.jdbc.internal.sql.Uninterrupted;
import org.plaincqrs.jdbc.internal.sql.Writer;

/**
 * Finds out whether a transaction was committed whose acknowledgement never came.
 *
 * <p>It takes the lock of the head on a new connection: the lost transaction held it, so once it is
 * granted, that one is over. When the revision is what it was, nothing was committed; it is then
 * raised, so that a statement that is still on its way finds another one than it expects. Else the
 * first event of the batch tells: nothing but the batch can have put its id at its position. A
 * remembered command tells nothing, since its caller may have sent it to another node meanwhile; a
 * batch that writes no event is simply repeated where all of it are commands, which answer what
 * they have answered before if they are in. Thread-safe.
 */
final class Inquest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What was found out. */
  enum Finding {
    /** All of the batch is in. */
    COMMITTED,
    /** Nothing of it is, or all that is is remembered; it may be tried again. */
    NOT_COMMITTED,
    /** The database can't be asked, or the batch left nothing to know it by. */
    UNKNOWN
  }

  private final Engine engine;

  Inquest(Engine engine) {
    this.engine = engine;
  }

  Finding into(Batch batch) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        return engine.writer().retrying(connection -> into(connection, batch));
      } catch (SQLException e) {
        if (System.nanoTime() - deadline > 0) {
          return Finding.UNKNOWN;
        }
        Uninterrupted.park(PAUSE_NANOS);
      }
    }
  }

  private Finding into(Connection connection, Batch batch) throws SQLException {
    Writer.Head now = engine.writer().lockHead(connection);
    if (now.revision() == batch.head().revision()) {
      engine.moveHead(connection, now, new Writer.Head(now.position(), now.revision() + 1));
      return Finding.NOT_COMMITTED;
    }
    RecordedEvent witness = batch.firstEvent();
    if (witness != null) {
      return isRecorded(connection, witness) ? Finding.COMMITTED : Finding.NOT_COMMITTED;
    }
    return batch.isRepeatable() ? Finding.NOT_COMMITTED : Finding.UNKNOWN;
  }

  private boolean isRecorded(Connection connection, RecordedEvent event) throws SQLException {
    String sql = engine.tables().in("select id from cqrs_events where position = ?");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, event.position());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && engine.dialect().uuid(rows, 1).equals(event.id());
      }
    }
  }
}
