package org.plaincqrs.subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What happens with an event whose handler fails: it is tried again, later and later, and when that
 * does not help, the subscription stops before it, or goes on and keeps it as a {@link DeadLetter}.
 * Failures of a storage, and a {@link ReceiverUnavailableException}, are not the event's: they are
 * tried again for ever. Immutable.
 */
public final class FailurePolicy {
  private static final int DOUBLINGS = 40;

  /** What follows when the retries are used up. */
  private enum Finally {
    STOP,
    DEAD_LETTER
  }

  private record Rule(Class<? extends Throwable> type, Finally then) {}

  private final Finally then;
  private final int retries;
  private final Duration first;
  private final Duration longest;
  private final boolean othersWait;
  private final List<Rule> rules;

  private FailurePolicy(
      Finally then,
      int retries,
      Duration first,
      Duration longest,
      boolean othersWait,
      List<Rule> rules) {
    this.then = then;
    this.retries = retries;
    this.first = first;
    this.longest = longest;
    this.othersWait = othersWait;
    this.rules = List.copyOf(rules);
  }

  private static FailurePolicy of(Finally then) {
    return new FailurePolicy(
        then, 5, Duration.ofMillis(100), Duration.ofSeconds(30), true, List.of());
  }

  /** Stops before the event, after 5 retries. */
  public static FailurePolicy stop() {
    return of(Finally.STOP);
  }

  /**
   * Keeps the event as a dead letter, after 5 retries, and goes on. Later events of the same stream
   * are kept with it, so that none overtakes it.
   */
  public static FailurePolicy deadLetter() {
    return of(Finally.DEAD_LETTER);
  }

  /**
   * How often an event is tried again, and after what time: {@code first}, then twice as long each
   * time up to {@code longest}, each shortened by up to a half at random.
   */
  public FailurePolicy retries(int newRetries, Duration newFirst, Duration newLongest) {
    if (newRetries < 0 || newFirst.isNegative() || newLongest.compareTo(newFirst) < 0) {
      throw new IllegalArgumentException(
          "Retries "
              + newRetries
              + " times after "
              + newFirst
              + " up to "
              + newLongest
              + " can't be; give a count from 0, and a longest time not below the first.");
    }
    return new FailurePolicy(then, newRetries, newFirst, newLongest, othersWait, rules);
  }

  /** Lets later events of a dead letter's stream pass it. */
  public FailurePolicy othersPass() {
    return new FailurePolicy(then, retries, first, longest, false, rules);
  }

  /** Stops at once when the failure, or a cause of it, is of that type. */
  public FailurePolicy stopOn(Class<? extends Throwable> type) {
    return with(new Rule(type, Finally.STOP));
  }

  /**
   * Keeps the event as a dead letter at once when the failure, or a cause of it, is of that type.
   */
  public FailurePolicy deadLetterOn(Class<? extends Throwable> type) {
    return with(new Rule(type, Finally.DEAD_LETTER));
  }

  private FailurePolicy with(Rule rule) {
    Objects.requireNonNull(rule.type, "The type of failure is null.");
    List<Rule> all = new ArrayList<>(rules);
    all.add(rule);
    return new FailurePolicy(then, retries, first, longest, othersWait, all);
  }

  /** Whether to try once more after so many failures of the same event. */
  boolean retries(Throwable failure, int failures) {
    return rule(failure) == null && failures <= retries;
  }

  boolean keepsAsDeadLetter(Throwable failure) {
    Rule rule = rule(failure);
    return (rule == null ? then : rule.then) == Finally.DEAD_LETTER;
  }

  boolean othersWait() {
    return othersWait;
  }

  private @Nullable Rule rule(Throwable failure) {
    for (Rule rule : rules) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (rule.type.isInstance(cause)) {
          return rule;
        }
      }
    }
    return null;
  }

  /** How long to wait after so many failures, in nanoseconds. */
  long pauseNanos(int failures) {
    double doubled = (double) first.toNanos() * Math.pow(2, Math.min(failures - 1, DOUBLINGS));
    long nanos = (long) Math.min(doubled, (double) longest.toNanos());
    return nanos - ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
  }
}
