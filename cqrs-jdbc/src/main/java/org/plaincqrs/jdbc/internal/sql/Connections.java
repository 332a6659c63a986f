package org.plaincqrs.jdbc.internal.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.ConnectionProvider;
import org.plaincqrs.jdbc.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends connections for as long as one piece of work lasts, and gives them back in the state in
 * which they came. Inside a transaction of the application it lends that transaction's connection.
 * Thread-safe.
 */
public final class Connections {
  private static final String SAVEPOINT = "savepoint cqrs_joined";
  private static final int ROLLBACKS = 2;
  private static final int READS = 10;
  private static final long PAUSE_NANOS = 2_000_000;
  private static final int DOUBLINGS = 8;
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private final Dialect dialect;
  private final DataSource source;
  private final @Nullable ConnectionProvider ambient;
  private final ThreadLocal<@Nullable Boolean> over = new ThreadLocal<>();

  /**
   * Connections from a source.
   *
   * @param ambient the application's own transactions, or null
   */
  public Connections(Dialect dialect, DataSource source, @Nullable ConnectionProvider ambient) {
    this.dialect = dialect;
    this.source = source;
    this.ambient = ambient;
  }

  /** Work on a borrowed connection. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    /** Does it. */
    T on(Connection connection) throws SQLException;
  }

  /** A commit was sent, and its acknowledgement did not come. */
  public static final class InDoubtException extends SQLException {
    private static final long serialVersionUID = 1L;

    /** What came instead of the acknowledgement. */
    public InDoubtException(SQLException cause) {
      super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
    }
  }

  /** The connection of the application's transaction that the calling thread is in, or null. */
  public @Nullable Connection current() {
    return ambient == null || over.get() != null ? null : ambient.current();
  }

  /** The dialect of the database. */
  public Dialect dialect() {
    return dialect;
  }

  /**
   * Runs an action at once, or once the application's transaction is committed. Then the
   * transaction counts as over, though its owner may still be tidying it up: what the action writes
   * must not go where nobody commits any more.
   */
  public void afterCommit(Runnable action) {
    if (ambient == null || current() == null) {
      action.run();
    } else {
      ambient.afterCommit(() -> outside(action));
    }
  }

  private void outside(Runnable action) {
    over.set(true);
    try {
      action.run();
    } finally {
      over.remove();
    }
  }

  /**
   * Runs work that only reads; each statement sees what was committed before it. What another
   * transaction was in the way of, for example at SERIALIZABLE, is tried again.
   */
  public <T extends @Nullable Object> T read(Work<T> work) throws SQLException {
    Connection joined = current();
    if (joined != null) {
      return work.on(joined);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return readAlone(work);
      } catch (SQLException e) {
        if (attempt == READS || !dialect.isTransient(e)) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  /** Waits a random while, each time a longer one, so that those in each other's way part. */
  static void pause(int attempt) {
    LockSupport.parkNanos(
        ThreadLocalRandom.current().nextLong(PAUSE_NANOS << Math.min(attempt, DOUBLINGS)));
  }

  private <T extends @Nullable Object> T readAlone(Work<T> work) throws SQLException {
    try (Connection connection = source.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      if (!autoCommit) {
        connection.setAutoCommit(true);
      }
      try {
        return work.on(connection);
      } finally {
        if (!autoCommit) {
          restoreAutoCommit(connection);
        }
      }
    }
  }

  /**
   * Runs work on a connection in auto-commit, outside any transaction of the application; what it
   * throws must not leave a transaction open.
   */
  public <T extends @Nullable Object> T alone(Work<T> work) throws SQLException {
    try (Connection connection = source.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      boolean readOnly = connection.isReadOnly();
      if (!autoCommit) {
        connection.setAutoCommit(true);
      }
      if (readOnly) {
        connection.setReadOnly(false);
      }
      try {
        return work.on(connection);
      } finally {
        if (readOnly) {
          quietly("restore read-only", () -> connection.setReadOnly(true));
        }
        if (!autoCommit) {
          restoreAutoCommit(connection);
        }
      }
    }
  }

  /**
   * Runs work in one transaction: its own, or the application's, in which a savepoint takes back
   * what failing work has done.
   *
   * @throws InDoubtException when it is not known whether the transaction was committed
   */
  public <T extends @Nullable Object> T transaction(Work<T> work) throws SQLException {
    Connection joined = current();
    return joined != null ? savepoint(joined, work) : ownTransaction(work);
  }

  /**
   * Runs work in one transaction of its own.
   *
   * @throws InDoubtException when it is not known whether the transaction was committed
   */
  public <T extends @Nullable Object> T ownTransaction(Work<T> work) throws SQLException {
    return alone(connection -> transaction(connection, work));
  }

  private <T extends @Nullable Object> T transaction(Connection connection, Work<T> work)
      throws SQLException {
    T result;
    try {
      dialect.begin(connection);
      result = work.on(connection);
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(connection);
      throw e;
    }
    try {
      dialect.commit(connection);
    } catch (SQLException e) {
      rollBack(connection);
      throw new InDoubtException(e);
    }
    return result;
  }

  /**
   * A connection that can't be rolled back must not live on in a pool: whoever borrows it next
   * might commit what was given up here.
   */
  private void rollBack(Connection connection) {
    for (int attempt = 1; attempt <= ROLLBACKS; attempt++) {
      try {
        dialect.rollback(connection);
        return;
      } catch (SQLException e) {
        LOG.debug("Could not roll back", e);
      }
    }
    quietly("abort a connection", () -> connection.abort(Runnable::run));
  }

  private <T extends @Nullable Object> T savepoint(Connection joined, Work<T> work)
      throws SQLException {
    checkJoinable(joined);
    Dialect.run(joined, SAVEPOINT);
    T result;
    try {
      result = work.on(joined);
    } catch (SQLException | RuntimeException | Error e) {
      quietly("roll back to a savepoint", () -> Dialect.run(joined, "rollback to " + SAVEPOINT));
      throw e;
    }
    Dialect.run(joined, "release " + SAVEPOINT);
    return result;
  }

  private void checkJoinable(Connection joined) throws SQLException {
    if (joined.getAutoCommit()) {
      throw new IllegalStateException(
          "The ConnectionProvider gave a connection in auto-commit, so there is no transaction to take"
              + " part in; return null outside of a transaction.");
    }
    if (!dialect.joinsAnyIsolation()
        && joined.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED) {
      throw new StorageException(
          "The application's transaction is above READ COMMITTED, where checks on this database could"
              + " see an old state; begin it at READ COMMITTED.",
          null);
    }
  }

  private interface Quiet {
    void run() throws SQLException;
  }

  private static void restoreAutoCommit(Connection connection) {
    quietly("restore auto-commit", () -> connection.setAutoCommit(false));
  }

  /**
   * What only tidies up must not hide what went wrong before; a broken connection is the pool's.
   */
  private static void quietly(String what, Quiet quiet) {
    try {
      quiet.run();
    } catch (SQLException e) {
      LOG.debug("Could not {}", what, e);
    }
  }
}
