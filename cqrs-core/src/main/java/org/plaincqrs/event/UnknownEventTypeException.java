package org.plaincqrs.event;

import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.CqrsException;

/**
 * An event class or a recorded type name that {@link EventTypes} does not know. When it was met in
 * the log, it says where.
 */
public final class UnknownEventTypeException extends CqrsException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String stream;
  private final long version;
  private final long position;

  /** An exception that names the type and how to register it. */
  public UnknownEventTypeException(String message) {
    super(message);
    stream = null;
    version = 0;
    position = 0;
  }

  private UnknownEventTypeException(
      UnknownEventTypeException at, @Nullable String stream, long version, long position) {
    super(EventPlace.text(stream, version, position) + at.getMessage(), at.getCause());
    setStackTrace(at.getStackTrace());
    this.stream = stream;
    this.version = version;
    this.position = position;
  }

  /** The same with the place where the event stands, for whoever reads the log. */
  public UnknownEventTypeException at(
      @Nullable String newStream, long newVersion, long newPosition) {
    return new UnknownEventTypeException(this, newStream, newVersion, newPosition);
  }

  /** The stream of the event, or null when it has none or was not read from the log. */
  public @Nullable String stream() {
    return stream;
  }

  /** The version of the event, 0 when it has no stream or was not read from the log. */
  public long version() {
    return version;
  }

  /** The position of the event, 0 when it was not read from the log. */
  public long position() {
    return position;
  }
}
