package org.plaincqrs.jdbc.internal.commit;

import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventQuery;

/** What was in the log before a batch: by which its commits are judged. */
interface Facts {
  /** The version of a stream, 0 when it is absent. */
  long version(String stream);

  /** What is remembered of a command, or null. */
  @Nullable Remembered remembered(UUID id);

  /** The position of the first matching event behind {@code after}, 0 when there is none. */
  long firstMatch(EventQuery query, long after) throws SQLException;

  /** How far an inline projection has come. */
  long checkpoint(String projection);
}
