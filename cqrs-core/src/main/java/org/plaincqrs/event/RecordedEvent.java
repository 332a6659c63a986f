package org.plaincqrs.event;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as the log holds it.
 *
 * @param position its place in the log, from 1, without a gap
 * @param id its own id
 * @param stream the stream it belongs to, or null when it has tags only
 * @param version its place in the stream, from 1, without a gap; 0 without a stream
 * @param type its stable type name
 * @param revision the revision of the payload's shape
 * @param payload the event itself
 * @param tags what it can be found by
 * @param metadata what was known when it was recorded
 * @param time when its commit was made, by the clock of the process that made it
 */
public record RecordedEvent(
    long position,
    UUID id,
    @Nullable String stream,
    long version,
    String type,
    int revision,
    Object payload,
    Set<Tag> tags,
    Metadata metadata,
    Instant time) {

  /** The same event with another payload, as an upcaster makes it. */
  public RecordedEvent withPayload(EventType newType, Object newPayload) {
    return new RecordedEvent(
        position,
        id,
        stream,
        version,
        newType.name(),
        newType.revision(),
        newPayload,
        tags,
        metadata,
        time);
  }
}
