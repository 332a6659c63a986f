package org.plaincqrs.storage;

import java.util.List;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.event.RecordedEvent;

/**
 * Takes part in every commit: its writes become visible with the events, or neither does. Its
 * checkpoint moves with each commit, so that it may follow the log before or after, and no event is
 * missed or applied twice by the change.
 */
public interface InlineProjection {
  /** The stable name, under which its checkpoint is kept. */
  String name();

  /**
   * Follows the events of one commit, in order and at least one; what it throws refuses the commit.
   */
  void apply(List<RecordedEvent> events, DocumentTransaction transaction);

  /**
   * Refuses a commit while a projection has not seen every event before it; for implementations of
   * a storage.
   *
   * @throws CqrsException when its checkpoint is not at the head of the log
   */
  static void checkIsAtHead(InlineProjection projection, long checkpoint, long head) {
    if (checkpoint != head) {
      throw new CqrsException(
          "Inline view '"
              + projection.name()
              + "' is at position "
              + checkpoint
              + ", the log at "
              + head
              + ": something else commits to this storage without it. Wire it there too, then start"
              + " again.");
    }
  }
}
