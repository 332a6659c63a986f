package org.plaincqrs.jdbc.internal.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One thread of this process at a time writes to a file, by whichever storage; who has waited
 * longest is next. Thread-safe.
 */
final class OneWriter {
  /** By the path of the file, for all who use it in this process. */
  private static final Map<String, Lock> LOCKS = new ConcurrentHashMap<>();

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final String database;
  private final Duration longestWait;

  /** Null while it is not known, and for a database in memory. */
  private volatile @Nullable Lock lock;

  /** Waits for a minute for another writer. */
  OneWriter(String database) {
    this(database, LONGEST_WAIT);
  }

  OneWriter(String database, Duration longestWait) {
    this.database = database;
    this.longestWait = longestWait;
  }

  /** Writes to the file at this path from now on; null or empty for none. */
  void at(@Nullable String path) {
    lock =
        path == null || path.isEmpty()
            ? null
            : LOCKS.computeIfAbsent(path, key -> new ReentrantLock(true));
  }

  /**
   * Does what writes.
   *
   * @throws SQLTransientConnectionException when its turn has not come for too long
   */
  <T extends @Nullable Object> T writing(Uninterrupted.Work<T> work) throws SQLException {
    Lock held = lock;
    if (held == null) {
      return work.run();
    }
    if (!Uninterrupted.lock(held, longestWait.toNanos())) {
      throw new SQLTransientConnectionException(
          "This thread has waited "
              + longestWait.toSeconds()
              + " s for its turn to write to this "
              + database
              + " database, behind other threads of this process. On "
              + database
              + " the library writes with one thread at a time, so what runs inside a transaction"
              + " must be short and must not wait for another one; nor may another process keep the"
              + " database to itself");
    }
    try {
      // An interrupt while it stood in line is not to spoil its turn.
      return Uninterrupted.run(work);
    } finally {
      held.unlock();
    }
  }
}
