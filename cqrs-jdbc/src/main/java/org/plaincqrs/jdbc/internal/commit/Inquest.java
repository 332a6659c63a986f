package org.plaincqrs.jdbc.internal.commit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.jdbc.internal.sql.Writer;
import org.plaincqrs.storage.Verdict;

/**
 * Finds out whether a transaction was committed whose acknowledgement never came.
 *
 * <p>It takes the lock of the head on a new connection: the lost transaction held it, so once it is
 * granted, that one is over. When the revision is what it was, nothing was committed; it is then
 * raised, so that a statement that is still on its way finds another one than it expects. Else the
 * first accepted commit tells: its event is at the position that it was given, or its command is
 * remembered with its position and time; nothing else can have put it there. Thread-safe.
 */
final class Inquest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What was found out. */
  enum Finding {
    /** All of the batch is in. */
    COMMITTED,
    /** Nothing of it is. */
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
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private Finding into(Connection connection, Batch batch) throws SQLException {
    Writer.Head now = engine.writer().lockHead(connection);
    if (now.revision() == batch.head().revision()) {
      try (PreparedStatement statement = connection.prepareStatement(engine.moveHead())) {
        statement.setLong(1, now.position());
        statement.setLong(2, now.revision() + 1);
        statement.executeUpdate();
      }
      return Finding.NOT_COMMITTED;
    }
    for (int i = 0; i < batch.commits().size(); i++) {
      if (batch.outcomes().get(i) instanceof Outcome.Judged judged
          && judged.verdict() instanceof Verdict.Committed committed) {
        Finding finding = into(connection, batch.commits().get(i), committed);
        if (finding != Finding.UNKNOWN) {
          return finding;
        }
      }
    }
    return Finding.UNKNOWN;
  }

  private Finding into(Connection connection, PreparedCommit commit, Verdict.Committed committed)
      throws SQLException {
    if (!committed.events().isEmpty()) {
      return finding(isRecorded(connection, committed.events().get(0)));
    }
    PreparedCommit.PreparedCommand command = commit.command();
    return command == null
        ? Finding.UNKNOWN
        : finding(isRemembered(connection, command, committed.position()));
  }

  private static Finding finding(boolean there) {
    return there ? Finding.COMMITTED : Finding.NOT_COMMITTED;
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

  private boolean isRemembered(
      Connection connection, PreparedCommit.PreparedCommand command, long position)
      throws SQLException {
    UUID id = command.handled().id();
    Map<UUID, Remembered> found = engine.commands().find(connection, List.of(id));
    @Nullable Remembered remembered = found.get(id);
    return remembered != null
        && remembered.position() == position
        && Arrays.equals(remembered.hash(), command.hash());
  }
}
