package org.plaincqrs.storage;

import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Identifiers;

/**
 * What must hold, at the moment of the commit, for the commit to go through. A storage checks every
 * condition against what was committed before, under the same lock that hands out positions; the
 * commit's own events do not count.
 */
public sealed interface Condition {
  /** The stream is at this version. */
  record StreamAt(String stream, ExpectedVersion expected) implements Condition {
    /** Checks the stream. */
    public StreamAt {
      Identifiers.check("stream", stream);
    }
  }

  /** The document is at this version. */
  record DocumentAt(DocumentType<?, ?> type, String key, ExpectedVersion expected)
      implements Condition {
    /** Checks the key. */
    public DocumentAt {
      Identifiers.check("key", key);
    }
  }

  /** No event behind position {@code after} matches the query: a dynamic consistency boundary. */
  record NoneSince(EventQuery query, long after) implements Condition {}

  /**
   * Why a commit was refused, in words.
   *
   * @param found the version found, or the position of the matching event
   */
  default String refusal(long found) {
    if (this instanceof StreamAt at) {
      return "Append to stream '"
          + at.stream
          + "' refused: expected "
          + at.expected
          + ", found "
          + version(found)
          + ". Reload the aggregate and retry.";
    }
    if (this instanceof DocumentAt at) {
      return "Write of "
          + at.type.name()
          + " '"
          + at.key
          + "' refused: expected "
          + at.expected
          + ", found "
          + version(found)
          + ". Reload the aggregate and retry.";
    }
    NoneSince since = (NoneSince) this;
    return "Commit refused: expected no event of "
        + since.query
        + " after position "
        + since.after
        + ", found one at position "
        + found
        + ". Read again, decide again and retry.";
  }

  private static String version(long found) {
    return found == 0 ? "none" : "version " + found;
  }
}
