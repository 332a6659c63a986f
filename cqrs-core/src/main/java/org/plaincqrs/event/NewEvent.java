package org.plaincqrs.event;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way into the log.
 *
 * @param id its own id
 * @param stream the stream it is appended to, or null when it has tags only
 * @param type how it is recorded
 * @param payload the event itself
 * @param tags what it can be found by; copied
 */
public record NewEvent(
    UUID id, @Nullable String stream, EventType type, Object payload, Set<Tag> tags) {
  /** Checks the stream and copies the tags. */
  public NewEvent {
    if (stream != null) {
      Identifiers.check("stream", stream);
    }
    tags = Set.copyOf(tags);
  }
}
