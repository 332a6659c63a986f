package org.plaincqrs.storage;

import java.util.List;
import org.plaincqrs.event.RecordedEvent;

/** Takes part in every commit: its writes become visible with the events, or neither does. */
public interface InlineProjection {
  /**
   * Follows the events of one commit, in order and at least one; what it throws refuses the commit.
   */
  void apply(List<RecordedEvent> events, DocumentTransaction transaction);
}
