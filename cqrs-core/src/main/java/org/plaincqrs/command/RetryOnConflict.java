package org.plaincqrs.command;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.plaincqrs.dispatch.Interceptor;
import org.plaincqrs.dispatch.Next;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.storage.ConflictException;

/**
 * Decides again when a commit met a conflict: the handler runs once more on fresh state, a bounded
 * number of times. Before attempt n + 1 it waits a random time of at most {@code base * 2^(n-2)}
 * ("full jitter"), capped; the first repeat comes at once. Immutable and thread-safe.
 */
public final class RetryOnConflict implements Interceptor<ICommand<?>> {
  private final int attempts;
  private final long baseNanos;
  private final long capNanos;
  private final LongUnaryOperator randomBelow;

  /** 20 attempts, waits from 100 µs to 20 ms at the most: right for short handlers. */
  public RetryOnConflict() {
    this(20, Duration.ofNanos(100_000), Duration.ofMillis(20));
  }

  /**
   * Retries as told.
   *
   * @param attempts how often the handler runs at the most, from 1
   * @param base the most that the first wait may take
   * @param cap the most that any wait may take
   */
  public RetryOnConflict(int attempts, Duration base, Duration cap) {
    this(attempts, base, cap, bound -> ThreadLocalRandom.current().nextLong(bound));
  }

  RetryOnConflict(int attempts, Duration base, Duration cap, LongUnaryOperator randomBelow) {
    if (attempts < 1 || base.isNegative() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "RetryOnConflict needs at least 1 attempt and 0 <= base <= cap; got "
              + attempts
              + " attempts, base "
              + base
              + ", cap "
              + cap
              + ".");
    }
    this.attempts = attempts;
    baseNanos = base.toNanos();
    capNanos = cap.toNanos();
    this.randomBelow = randomBelow;
  }

  @Override
  public Object intercept(ICommand<?> command, Metadata metadata, Next<ICommand<?>> next)
      throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return next.proceed(command, metadata);
      } catch (ConflictException conflict) {
        if (attempt == attempts || !waited(attempt)) {
          throw conflict;
        }
      }
    }
  }

  /** False when the thread was interrupted; the flag stays set. */
  private boolean waited(int attempt) {
    if (attempt == 1) {
      return !Thread.currentThread().isInterrupted();
    }
    long bound = Math.min(capNanos, baseNanos << Math.min(attempt - 2, 20));
    try {
      TimeUnit.NANOSECONDS.sleep(bound <= 0 ? 0 : randomBelow.applyAsLong(bound));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
