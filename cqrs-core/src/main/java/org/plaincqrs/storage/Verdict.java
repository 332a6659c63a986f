package org.plaincqrs.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.RecordedEvent;

/** What became of a {@link Commit}. */
public sealed interface Verdict {
  /**
   * All of it is in.
   *
   * @param events as they were recorded, in order
   * @param position of its last event; without events, of the last event in the log before it, 0 in
   *     an empty log
   */
  record Committed(List<RecordedEvent> events, long position) implements Verdict {}

  /**
   * Its command had been handled before, so nothing was done.
   *
   * @param result what the handler returned then
   * @param position what the verdict said then
   */
  record Duplicate(@Nullable Object result, long position) implements Verdict {}

  /** Another command had been handled under its id, so nothing was done. */
  record IdReused() implements Verdict {}

  /**
   * A condition did not hold, so nothing was done.
   *
   * @param condition the first that did not
   * @param found the version found, or the position of the matching event
   */
  record Conflict(Condition condition, long found) implements Verdict {}
}
