package org.plaincqrs.jdbc.internal.sql;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Works and waits with the thread's interrupt flag lowered, and raises it again afterwards: pools
 * give an interrupted thread no connection, some drivers close their file, and a pause would be
 * none.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** What is done. */
  public interface Work<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  /** Does it; an interrupt on the way may still disturb it. */
  public static <T extends @Nullable Object> T run(Work<T> work) throws SQLException {
    boolean interrupted = Thread.interrupted();
    try {
      return work.run();
    } finally {
      raise(interrupted);
    }
  }

  /** Waits for so long. */
  public static void park(long nanos) {
    long end = System.nanoTime() + nanos;
    boolean interrupted = Thread.interrupted();
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      interrupted |= Thread.interrupted();
    }
    raise(interrupted);
  }

  /** Whether the lock is taken; it is not when that takes longer than so many nanoseconds. */
  public static boolean lock(Lock lock, long nanos) {
    long end = System.nanoTime() + nanos;
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      raise(interrupted);
    }
  }

  private static void raise(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
