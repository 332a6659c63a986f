package org.plaincqrs.subscription;

import java.time.Instant;
import java.util.Locale;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;

/**
 * An event that a subscription could not handle and has put aside. The event itself stays in the
 * log.
 *
 * @param reader which part of which build has put it aside, as its checkpoint is called
 * @param subscription the name of the subscription
 * @param position of the event
 * @param type the type name it was recorded under, empty when it could not be read
 * @param key its stream, or its id without one
 * @param error what failed last, with its causes; empty when it only waits for one before it
 * @param attempts how often it was tried, 0 when it only waits
 * @param time when it was put aside, by the clock of the node
 * @param wanted what is to become of it
 */
public record DeadLetter(
    String reader,
    String subscription,
    long position,
    String type,
    String key,
    String error,
    int attempts,
    Instant time,
    Wanted wanted) {
  /** What is to become of a dead letter. */
  public enum Wanted {
    /** To stay where it is. */
    KEPT,
    /** To be handled again. */
    REPLAYED,
    /** To be forgotten. */
    DISCARDED
  }

  private static final int LONGEST_ERROR = 10_000;

  static final Index<DeadLetter, String> BY_READER =
      Index.of("reader", String.class, DeadLetter::reader);
  static final Index<DeadLetter, String> BY_SUBSCRIPTION =
      Index.of("subscription", String.class, DeadLetter::subscription);

  /** The kind of document that dead letters are stored as. */
  public static final DocumentType<DeadLetter, String> TYPE =
      DocumentType.of("cqrs-dead-letter", DeadLetter.class, String.class)
          .indexedBy(BY_READER)
          .indexedBy(BY_SUBSCRIPTION);

  /** Under what it is stored; of one reader in the order of positions. */
  String id() {
    return reader + "#" + String.format(Locale.ROOT, "%019d", position);
  }

  DeadLetter wanting(Wanted newWanted) {
    return new DeadLetter(
        reader, subscription, position, type, key, error, attempts, time, newWanted);
  }

  DeadLetter failedAgain(Throwable failure) {
    return new DeadLetter(
        reader,
        subscription,
        position,
        type,
        key,
        describe(failure),
        attempts + 1,
        time,
        Wanted.KEPT);
  }

  /** A failure with its causes, in a length and in characters that every database takes. */
  static String describe(Throwable failure) {
    StringBuilder text = new StringBuilder();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      text.append(depth == 0 ? "" : "\nCaused by: ").append(named(cause));
      cause = cause.getCause();
    }
    return storable(text);
  }

  private static String named(Throwable cause) {
    try {
      return cause.toString();
    } catch (RuntimeException | Error e) {
      // Its own message fails; its class is what is left.
      return cause.getClass().getName();
    }
  }

  private static String storable(StringBuilder text) {
    StringBuilder result = new StringBuilder();
    int end = Math.min(text.length(), LONGEST_ERROR);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < end
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        result.append(c).append(text.charAt(++i));
      } else {
        result.append(c == 0 || Character.isSurrogate(c) ? '\uFFFD' : c);
      }
    }
    return result.toString();
  }
}
