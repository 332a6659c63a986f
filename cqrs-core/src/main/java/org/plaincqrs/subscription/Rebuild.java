package org.plaincqrs.subscription;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.storage.Reader;

/**
 * A build of a subscription that is under way, on whichever nodes. It takes over by itself.
 * Thread-safe.
 */
public final class Rebuild {
  /**
   * How far a build has come.
   *
   * @param position of the last event that all of its parts have seen
   * @param head of the log
   * @param eventsPerSecond since it was first looked at here
   * @param left how long it will still take at that rate; empty while that is not known
   * @param done whether it has taken over
   */
  public record RebuildProgress(
      long position, long head, double eventsPerSecond, Optional<Duration> left, boolean done) {}

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Engine engine;
  private final Node node;
  private final String subscription;
  private final int build;
  private final long startNanos = System.nanoTime();
  private final long startPosition;

  Rebuild(Engine engine, Node node, String subscription, int build) {
    this.engine = engine;
    this.node = node;
    this.subscription = subscription;
    this.build = build;
    startPosition = node.reached(subscription, build);
  }

  /** Which build it is. */
  public int build() {
    return build;
  }

  /** How far it has come. */
  public RebuildProgress progress() {
    long position = node.reached(subscription, build);
    long head = Math.max(engine.log().head(), position);
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    double rate = seconds <= 0 ? 0 : Math.max(0, position - startPosition) / seconds;
    Optional<Duration> left =
        rate == 0
            ? Optional.empty()
            : Optional.of(Duration.ofMillis((long) ((head - position) / rate * 1_000)));
    return new RebuildProgress(position, head, rate, left, isDone());
  }

  private boolean isDone() {
    return node.shown(subscription) >= build;
  }

  /**
   * Waits until it has taken over.
   *
   * @return false when it has not in time
   * @throws CqrsException when it has failed or was cancelled, or the waiting is interrupted
   */
  public boolean await(Duration timeout) {
    try {
      return engine
          .progress()
          .await(
              () -> {
                checkGoesOn();
                return isDone();
              },
              TimeUnit.NANOSECONDS.convert(timeout),
              LOOK_NANOS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CqrsException(
          "Interrupted while waiting for build " + build + " of '" + subscription + "'.", e);
    }
  }

  private void checkGoesOn() {
    List<Reader> readers = node.readers(subscription, build);
    if (readers.isEmpty()) {
      throw new CqrsException(
          "Build " + build + " of '" + subscription + "' was cancelled; begin another one.");
    }
    for (Reader each : readers) {
      SubscriptionStatus status = node.status(each);
      if (status.state() == SubscriptionState.FAILED) {
        throw new CqrsException(
            "Build "
                + build
                + " of '"
                + subscription
                + "' stopped behind position "
                + status.position()
                + ": "
                + status.cause()
                + ". Mend the cause and resume it, or cancel it.");
      }
    }
  }

  /** Gives it up and drops what it has written; nothing happens when it has taken over. */
  public void cancel() {
    node.cancel(subscription, build);
    engine.tellOthers();
  }
}
