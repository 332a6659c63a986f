package org.plaincqrs.storage;

import java.util.List;
import org.plaincqrs.event.RecordedEvent;

/**
 * A bounded part of the log or of a stream. It is full, or it reaches the end.
 *
 * @param events the matching events, in the order asked for
 * @param through how far was looked, a position (or version): the next page starts there. It moves
 *     on even where nothing matched. At the end it is the last position, or where the page began
 *     when that is behind it; backward, the end is 1.
 * @param more whether there was more to look at when the page was read
 */
public record EventPage(List<RecordedEvent> events, long through, boolean more) {}
