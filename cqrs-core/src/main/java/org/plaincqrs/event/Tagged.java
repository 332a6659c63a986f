package org.plaincqrs.event;

import java.util.Set;

/** An event that knows its own tags; the application's event classes may implement it. */
public interface Tagged {
  /** The tags under which the event is recorded; the same on every call. */
  Set<Tag> tags();
}
