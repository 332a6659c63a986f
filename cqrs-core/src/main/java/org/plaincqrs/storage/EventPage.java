package org.plaincqrs.storage;

import java.util.List;
import org.plaincqrs.event.RecordedEvent;

/**
 * A bounded part of the log or of a stream.
 *
 * @param events the matching events, in the order asked for
 * @param through how far was looked: the next page starts behind this position (or version); moves
 *     on even where nothing matched
 * @param more whether there was more to look at when the page was read
 */
public record EventPage(List<RecordedEvent> events, long through, boolean more) {}
