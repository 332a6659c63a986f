package org.plaincqrs.jdbc.internal.subscription;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.storage.Signals;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LISTEN and NOTIFY. Who waits holds one connection of the pool from the first wait until the end;
 * words that come between two waits are kept by the driver. A connection that dies is replaced,
 * with a pause that grows; since words may have been lost meanwhile, the wait that listens again,
 * like the first one, ends as if one had come.
 *
 * <p>The connection belongs to whoever holds {@code waiting}. Neither a closed store nor an
 * interrupt can end a read from the server, so it is done in short slices.
 */
final class PostgreSqlSignals implements Signals {
  private static final Logger LOG = LoggerFactory.getLogger(PostgreSqlSignals.class);
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final DataSource source;
  private final String channel;
  private final ReentrantLock waiting = new ReentrantLock();
  private final Condition closing = waiting.newCondition();
  private volatile boolean closed;
  private @Nullable Ear ear;
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long reopenAt = System.nanoTime();

  PostgreSqlSignals(DataSource source, String channel) {
    this.source = source;
    this.channel = channel;
  }

  /** Whether it is the driver's own connection, or one that leads there. */
  static boolean canListenOn(Connection connection) throws SQLException {
    return connection.isWrapperFor(PGConnection.class);
  }

  /** Outside of any transaction: at its commit a NOTIFY takes a lock on the whole server. */
  @Override
  public void send() {
    try (Connection connection = source.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      if (!autoCommit) {
        connection.setAutoCommit(true);
      }
      try (PreparedStatement notify = connection.prepareStatement("select pg_notify(?, '')")) {
        notify.setString(1, channel);
        notify.execute();
      } finally {
        if (!autoCommit) {
          connection.setAutoCommit(false);
        }
      }
    } catch (SQLException e) {
      // What the word is about is done; others find out by looking by themselves.
      LOG.warn("Could not tell other processes that something has changed", e);
    }
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    waiting.lockInterruptibly();
    try {
      boolean woken = false;
      boolean inTime = true;
      while (!woken && inTime && !closed) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        long left = deadline - System.nanoTime();
        woken = slice(Math.max(1, Math.min(left, SLICE_NANOS)));
        inTime = deadline - System.nanoTime() > 0;
      }
      return woken;
    } finally {
      if (closed) {
        giveBack();
      }
      waiting.unlock();
    }
  }

  /** Waits that long at most; whoever is woken for nothing comes again. */
  @SuppressWarnings("WaitNotInLoop")
  private boolean slice(long nanos) throws InterruptedException {
    long pause = reopenAt - System.nanoTime();
    if (ear == null && pause > 0) {
      closing.awaitNanos(Math.min(pause, nanos));
      return false;
    }
    try {
      if (ear == null) {
        ear = Ear.on(source.getConnection(), channel);
        pauseNanos = FIRST_PAUSE_NANOS;
        return true;
      }
      return ear.hears(nanos);
    } catch (SQLException e) {
      LOG.warn(
          "Lost the connection that listens to other processes; it is opened again in {} ms at the"
              + " soonest, and until then nobody is woken by them",
          TimeUnit.NANOSECONDS.toMillis(pauseNanos),
          e);
      giveBack();
      reopenAt = System.nanoTime() + pauseNanos;
      pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
      return false;
    }
  }

  private void giveBack() {
    Ear last = ear;
    ear = null;
    if (last != null) {
      last.close();
    }
  }

  /** Who waits gives the connection back itself, should it not be heard in time. */
  @Override
  public void close() {
    closed = true;
    boolean mine = false;
    try {
      mine = waiting.tryLock(CLOSING_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (mine) {
      try {
        closing.signalAll();
        giveBack();
      } finally {
        waiting.unlock();
      }
    }
  }

  /** A connection that listens. */
  private record Ear(
      Connection connection, PGConnection driver, String channel, boolean autoCommit) {
    private static Ear on(Connection connection, String channel) throws SQLException {
      Ear ear = null;
      try {
        ear =
            new Ear(
                connection,
                connection.unwrap(PGConnection.class),
                '"' + channel + '"',
                connection.getAutoCommit());
        ear.listen();
        return ear;
      } catch (SQLException e) {
        if (ear == null) {
          connection.close();
        } else {
          ear.close();
        }
        throw e;
      }
    }

    private void listen() throws SQLException {
      if (!autoCommit) {
        connection.setAutoCommit(true);
      }
      Dialect.run(connection, "listen " + channel);
    }

    private boolean hears(long nanos) throws SQLException {
      int millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
      PGNotification[] words = driver.getNotifications(millis);
      return words != null && words.length > 0;
    }

    /** Not through the driver but through the pool, which so learns that a connection is dead. */
    private void close() {
      try (connection) {
        try {
          Dialect.run(connection, "unlisten " + channel);
          driver.getNotifications();
          if (!autoCommit) {
            connection.setAutoCommit(false);
          }
        } catch (SQLException e) {
          LOG.debug("Could not stop listening", e);
          connection.abort(Runnable::run);
        }
      } catch (SQLException e) {
        LOG.debug("Could not give back the connection that listened", e);
      }
    }
  }
}
