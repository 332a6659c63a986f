package org.plaincqrs.jdbc.internal.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.ConfigurationException;
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
  private static final int ATTEMPTS = 10;
  private static final int VALID_SECONDS = 5;
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

    private InDoubtException(SQLException cause) {
      super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
    }

    /** By what came instead of the acknowledgement. */
    public static InDoubtException of(Throwable thrown) {
      return new InDoubtException(
          thrown instanceof SQLException said
              ? said
              : new SQLException("The driver threw a " + thrown.getClass().getName(), thrown));
    }
  }

  /** The connection of the application's transaction that the calling thread is in, or null. */
  public @Nullable Connection current() {
    return ambient == null || over.get() != null ? null : ambient.current();
  }

  /** Whether it takes part in transactions of the application. */
  public boolean joining() {
    return ambient != null;
  }

  /** The dialect of the database. */
  public Dialect dialect() {
    return dialect;
  }

  /**
   * Refuses connections that see what others have not committed: what is rolled back would be taken
   * for an event.
   *
   * @throws ConfigurationException that says what to set
   */
  public void checkIsolation() throws SQLException {
    // PostgreSQL takes it for READ COMMITTED.
    if (!(dialect instanceof PostgreSqlDialect)
        && alone(false, Connection::getTransactionIsolation)
            == Connection.TRANSACTION_READ_UNCOMMITTED) {
      throw new ConfigurationException(
          "The DataSource's connections are at READ UNCOMMITTED, where a reader sees events that may"
              + " never be committed; set them to READ COMMITTED.");
    }
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
    return joined != null ? work.on(joined) : retrying(() -> alone(false, work));
  }

  /** What may be tried again. */
  public interface Attempt<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  /**
   * Tries again, a few times, what another transaction was in the way of; not inside a transaction
   * of the application, which would have to be repeated as a whole.
   */
  public <T extends @Nullable Object> T retrying(Attempt<T> attempted) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return Uninterrupted.run(attempted::run);
      } catch (InDoubtException e) {
        throw e;
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !dialect.isTransient(e) || current() != null) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  /** Waits a random while, each time a longer one, so that those in each other's way part. */
  static void pause(int attempt) {
    Uninterrupted.park(
        ThreadLocalRandom.current().nextLong(PAUSE_NANOS << Math.min(attempt, DOUBLINGS)));
  }

  /**
   * Runs work on a connection in auto-commit, outside any transaction of the application; what it
   * throws must not leave a transaction open.
   */
  public <T extends @Nullable Object> T alone(Work<T> work) throws SQLException {
    return alone(true, work);
  }

  /** A connection to a replica that is lent read-only can't be made another, and need not. */
  private <T extends @Nullable Object> T alone(boolean writing, Work<T> work) throws SQLException {
    return writing ? dialect.writing(() -> borrow(true, work)) : borrow(false, work);
  }

  private <T extends @Nullable Object> T borrow(boolean writing, Work<T> work) throws SQLException {
    return lent(
        source,
        connection -> {
          boolean autoCommit = connection.getAutoCommit();
          boolean readOnly = writing && connection.isReadOnly();
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
              quietly("restore auto-commit", () -> connection.setAutoCommit(false));
            }
          }
        });
  }

  /** Lends a connection; what it throws when it is given back changes nothing about the work. */
  public static <T extends @Nullable Object> T lent(DataSource source, Work<T> work)
      throws SQLException {
    Connection connection = source.getConnection();
    try {
      return work.on(connection);
    } finally {
      giveBack(connection);
    }
  }

  private static void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException e) {
      LOG.warn("A connection could not be given back; what was done with it stands as it is", e);
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
    } catch (SQLException | RuntimeException | Error e) {
      boolean refused = isRefused(connection, e);
      rollBack(connection);
      if (refused) {
        throw e;
      }
      throw InDoubtException.of(e);
    }
    return result;
  }

  /** Whether the database has said that it does not commit, and is still there. */
  private boolean isRefused(Connection connection, Throwable thrown) {
    try {
      return thrown instanceof SQLException said
          && dialect.isTransient(said)
          && connection.isValid(VALID_SECONDS);
    } catch (SQLException | RuntimeException e) {
      return false;
    }
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
      } catch (SQLException | RuntimeException | Error e) {
        LOG.debug("Could not roll back", e);
      }
    }
    end(connection);
  }

  /** Ends a connection below its pool; on H2 {@code abort} does nothing. */
  static void end(Connection connection) {
    quietly("abort a connection", () -> connection.abort(Runnable::run));
    quietly("close a connection", () -> connection.unwrap(Connection.class).close());
  }

  private <T extends @Nullable Object> T savepoint(Connection joined, Work<T> work)
      throws SQLException {
    checkJoinable(joined);
    Dialect.run(joined, SAVEPOINT);
    try {
      T result = work.on(joined);
      Dialect.run(joined, "release " + SAVEPOINT);
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      takeBack(joined, e);
      throw e;
    }
  }

  /**
   * Some failures, a deadlock on MariaDB and H2 for one, end the whole transaction. What the
   * application did in it is lost then, and what it does from now on must not be committed as if it
   * were not.
   */
  private static void takeBack(Connection joined, Throwable failure) {
    try {
      Dialect.run(joined, "rollback to " + SAVEPOINT);
    } catch (SQLException | RuntimeException lost) {
      // Given back, it is of no more use to the application, and its pool knows of it.
      quietly("roll back the application's connection", joined::rollback);
      quietly("close the application's connection", joined::close);
      failure.addSuppressed(lost);
      throw new StorageException(
          "The database has ended the application's transaction with this failure, and all that was"
              + " done in it is undone. Its connection is closed, so that it can't be committed;"
              + " begin the transaction anew.",
          failure);
    }
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

  /**
   * What only tidies up must not hide what went wrong before; a broken connection is the pool's.
   */
  private static void quietly(String what, Quiet quiet) {
    try {
      quiet.run();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("Could not {}", what, e);
    }
  }
}
