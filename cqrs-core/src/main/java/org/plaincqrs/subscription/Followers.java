package org.plaincqrs.subscription;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.EventLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs followers in turn on one daemon thread; woken by {@link #signal}, and looking by itself
 * twice a second for what other processes have appended. A follower that fails stops where it is,
 * visibly, and the others go on.
 */
public final class Followers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long CLOSE_MILLIS = 30_000;

  private static final long REPLICA_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /**
   * A view that is read from elsewhere than where it is written, a replica, and comes there later.
   *
   * @param name of the view
   * @param documents where it is read
   */
  public record Replica(String name, DocumentStore documents) {}

  private final EventLog log;
  private final EventTypes types;
  private final List<Follower> followers;
  private final List<Replica> replicas;
  private final Thread thread = new Thread(this::run, "cqrs-followers");
  private final Object progress = new Object();
  private volatile boolean signalled = true;
  private volatile boolean closed;

  /**
   * Followers of a log; {@link #start} sets them going.
   *
   * @param log as it was recorded; {@code types} upcasts
   * @param replicas the views that are read elsewhere, those that do not follow included
   */
  public Followers(
      EventLog log, EventTypes types, List<Follower> followers, List<Replica> replicas) {
    this.log = log;
    this.types = types;
    this.followers = List.copyOf(followers);
    this.replicas = List.copyOf(replicas);
    thread.setDaemon(true);
  }

  /** Sets them going; without followers, no thread is started. */
  public void start() {
    if (!followers.isEmpty()) {
      thread.start();
    }
  }

  /** Says that the log has grown. */
  public void signal() {
    if (!signalled) {
      signalled = true;
      LockSupport.unpark(thread);
    }
  }

  /**
   * Waits until every follower has reached a position.
   *
   * @throws ViewNotReachedException when one has not in time
   * @throws ViewFailedException when one has stopped before it
   */
  public void await(long position, Duration timeout) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    for (Follower follower : followers) {
      await(follower, position, deadline, timeout);
    }
    for (Replica replica : replicas) {
      await(replica, position, deadline, timeout);
    }
  }

  /**
   * As {@link #await(long, Duration)}, for one; a name that does not follow is inline, and is
   * always there.
   */
  public void await(String name, long position, Duration timeout) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    for (Follower follower : followers) {
      if (follower.name().equals(name)) {
        await(follower, position, deadline, timeout);
      }
    }
    for (Replica replica : replicas) {
      if (replica.name.equals(name)) {
        await(replica, position, deadline, timeout);
      }
    }
  }

  /** A replica wakes nobody, so it is asked again and again. */
  private void await(Replica replica, long position, long deadline, Duration timeout) {
    long reached = replica.documents.checkpoint(replica.name);
    while (reached < position) {
      if (closed || System.nanoTime() - deadline >= 0) {
        throw new ViewNotReachedException(replica.name, position, reached, timeout);
      }
      LockSupport.parkNanos(this, REPLICA_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new CqrsException("Interrupted while waiting for view '" + replica.name + "'.");
      }
      reached = replica.documents.checkpoint(replica.name);
    }
  }

  private void await(Follower follower, long position, long deadline, Duration timeout) {
    if (follower.position() >= position) {
      return;
    }
    synchronized (progress) {
      while (follower.position() < position) {
        Throwable failure = follower.failure();
        if (failure != null) {
          throw new ViewFailedException(follower.name(), follower.position(), failure);
        }
        long left = deadline - System.nanoTime();
        if (closed) {
          throw new IllegalStateException(
              "This Cqrs is closed; view '"
                  + follower.name()
                  + "' stays at position "
                  + follower.position()
                  + ".");
        }
        if (left <= 0) {
          throw new ViewNotReachedException(
              follower.name(), position, follower.position(), timeout);
        }
        waitFor(left, follower.name());
      }
    }
  }

  private void waitFor(long nanos, String name) {
    try {
      TimeUnit.NANOSECONDS.timedWait(progress, Math.max(nanos, 1_000_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CqrsException("Interrupted while waiting for view '" + name + "'.", e);
    }
  }

  private void run() {
    while (!closed) {
      // Lowered before reading: what is appended from here on raises it again.
      signalled = false;
      boolean moved = false;
      for (Follower follower : followers) {
        moved |= step(follower);
      }
      if (!moved && !signalled && !closed) {
        LockSupport.parkNanos(this, POLL_NANOS);
      }
    }
  }

  private boolean step(Follower follower) {
    if (follower.failure() != null || closed) {
      return false;
    }
    boolean moved = false;
    @Nullable Throwable failure = null;
    try {
      moved = follower.step(log, types);
    } catch (Throwable e) {
      failure = e;
    }
    synchronized (progress) {
      if (failure != null) {
        follower.failed(failure);
      }
      progress.notifyAll();
    }
    if (failure != null) {
      // Last, and guarded: a logger that fails must not end the thread.
      report(follower, failure);
    }
    return moved;
  }

  private static void report(Follower follower, Throwable failure) {
    try {
      LOG.error(
          "View '{}' stops behind position {}", follower.name(), follower.position(), failure);
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  /** Lets the page in hand finish, and stops. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    synchronized (progress) {
      progress.notifyAll();
    }
    try {
      thread.join(CLOSE_MILLIS);
      if (thread.isAlive()) {
        LOG.warn("A projection still runs after {} ms; it is interrupted", CLOSE_MILLIS);
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
