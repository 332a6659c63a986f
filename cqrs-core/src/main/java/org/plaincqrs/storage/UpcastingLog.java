package org.plaincqrs.storage;

import java.util.ArrayList;
import java.util.List;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.RecordedEvent;

/**
 * A log as the program sees it: every event read is what the upcasters make of it. Queries still
 * match the recorded type names; {@link EventTypes#names} knows under which an event may have been
 * recorded.
 */
public final class UpcastingLog implements EventLog {
  private final EventLog log;
  private final EventTypes types;

  private UpcastingLog(EventLog log, EventTypes types) {
    this.log = log;
    this.types = types;
  }

  /** The log through the upcasters of {@code types}; the log itself when there are none. */
  public static EventLog of(EventLog log, EventTypes types) {
    return types.hasUpcasters() ? new UpcastingLog(log, types) : log;
  }

  @Override
  public long head() {
    return log.head();
  }

  @Override
  public long version(String stream) {
    return log.version(stream);
  }

  @Override
  public EventPage read(EventQuery query, long after, int limit) {
    return upcast(log.read(query, after, limit));
  }

  @Override
  public EventPage readBackward(EventQuery query, long before, int limit) {
    return upcast(log.readBackward(query, before, limit));
  }

  @Override
  public EventPage readStream(String stream, long afterVersion, int limit) {
    return upcast(log.readStream(stream, afterVersion, limit));
  }

  @Override
  public EventPage readStreamBackward(String stream, long beforeVersion, int limit) {
    return upcast(log.readStreamBackward(stream, beforeVersion, limit));
  }

  private EventPage upcast(EventPage page) {
    List<RecordedEvent> events = new ArrayList<>(page.events().size());
    for (RecordedEvent event : page.events()) {
      events.addAll(types.upcast(event));
    }
    return new EventPage(events, page.through(), page.more());
  }
}
