package org.plaincqrs.storage;

import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.event.EventPlace;

/**
 * Stored bytes that are damaged, or do not fit the type that reads them. The storage that read them
 * says where they stand: an event by {@link #at}, a document by {@link #of}.
 */
public final class UnreadablePayloadException extends CqrsException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String stream;
  private final long version;
  private final long position;

  /** An exception that says what does not fit, and what to do. */
  public UnreadablePayloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
    stream = null;
    version = 0;
    position = 0;
  }

  private UnreadablePayloadException(
      UnreadablePayloadException read,
      String where,
      @Nullable String stream,
      long version,
      long position) {
    super(where + read.getMessage(), read.getCause());
    setStackTrace(read.getStackTrace());
    this.stream = stream;
    this.version = version;
    this.position = position;
  }

  /** The same with the place where the event stands, for whoever reads the log. */
  public UnreadablePayloadException at(
      @Nullable String newStream, long newVersion, long newPosition) {
    return new UnreadablePayloadException(
        this,
        EventPlace.text(newStream, newVersion, newPosition),
        newStream,
        newVersion,
        newPosition);
  }

  /** The same with the document that can't be read, for whoever reads documents. */
  public UnreadablePayloadException of(DocumentType<?, ?> type, String key) {
    return new UnreadablePayloadException(
        this, "The document '" + key + "' of " + type + " can't be read. ", null, 0, 0);
  }

  /** The stream of the event; null when it has none, or it is no event of the log. */
  public @Nullable String stream() {
    return stream;
  }

  /** The version of the event; 0 when it has no stream, or it is no event of the log. */
  public long version() {
    return version;
  }

  /** The position of the event; 0 when it is no event of the log. */
  public long position() {
    return position;
  }
}
