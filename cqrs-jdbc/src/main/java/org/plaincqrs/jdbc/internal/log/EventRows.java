package org.plaincqrs.jdbc.internal.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.event.UnknownEventTypeException;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.storage.PayloadCodec;
import org.plaincqrs.storage.UnreadablePayloadException;
import tools.jackson.core.JacksonException;

/**
 * Turns rows into events. Neighbours often share type, stream, tags and metadata; what is equal to
 * the row before is taken from there, unparsed. For one result set, by one thread.
 */
final class EventRows {
  /** In the order in which {@link #add} reads them. */
  static final String COLUMNS =
      "e.position, e.id, e.stream, e.version, e.type, e.revision, e.payload, e.tags, e.metadata,"
          + " e.time_micros";

  private record Place(@Nullable String stream, long version, long position) {}

  private final Dialect dialect;
  private final PayloadCodec codec;
  private final EventTypes types;
  private final MessageJson json;
  private final List<RecordedEvent> events = new ArrayList<>();
  private long lastPosition;
  private long lastVersion;
  private byte @Nullable [] tagBytes;
  private Set<Tag> tags = Set.of();
  private byte @Nullable [] metadataBytes;
  private Metadata metadata = Metadata.NONE;

  EventRows(Dialect dialect, PayloadCodec codec, EventTypes types, MessageJson json) {
    this.dialect = dialect;
    this.codec = codec;
    this.types = types;
    this.json = json;
  }

  /** Reads the row that the result set is at. */
  void add(ResultSet row) throws SQLException {
    long position = row.getLong(1);
    String stream = dialect.text(row, 3);
    long version = row.getLong(4);
    lastPosition = position;
    lastVersion = version;
    UUID id;
    String type = String.valueOf(dialect.text(row, 5));
    int revision = row.getInt(6);
    Instant time = Instant.EPOCH.plus(row.getLong(10), ChronoUnit.MICROS);
    try {
      id = dialect.uuid(row, 2);
      readTags(row.getBytes(8));
      readMetadata(row.getBytes(9));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new UnreadablePayloadException(
              "Its id, tags or metadata are damaged (" + e.getMessage() + "); restore the row.", e)
          .at(stream, version, position);
    }
    Object payload = payload(row.getBytes(7), type, revision, new Place(stream, version, position));
    events.add(
        new RecordedEvent(
            position, id, stream, version, type, revision, payload, tags, metadata, time));
  }

  private Object payload(byte[] bytes, String type, int revision, Place place) {
    try {
      return codec.decodeRecorded(type, revision, bytes, types);
    } catch (UnreadablePayloadException e) {
      throw e.at(place.stream, place.version, place.position);
    } catch (UnknownEventTypeException e) {
      throw e.at(place.stream, place.version, place.position);
    }
  }

  private void readTags(byte @Nullable [] bytes) {
    if (!Arrays.equals(bytes, tagBytes)) {
      tags = json.tags(bytes);
      tagBytes = bytes;
    }
  }

  private void readMetadata(byte @Nullable [] bytes) {
    if (!Arrays.equals(bytes, metadataBytes)) {
      metadata = json.metadata(bytes);
      metadataBytes = bytes;
    }
  }

  /**
   * Refuses a hole in front of the row that was read last.
   *
   * @param what names the number, for example "position"
   */
  void checkFollows(String what, long before, long found) {
    if (found != before + 1) {
      throw hole(what, before + 1, found, lastPosition);
    }
  }

  /**
   * Refuses a hole among rows that were read backward, or behind them when they must reach the
   * first.
   *
   * @param what names the number, "position" or a version
   */
  void checkBackward(String what, int limit) {
    boolean byPosition = what.equals("position");
    long after = 0;
    for (RecordedEvent event : events) {
      long found = byPosition ? event.position() : event.version();
      if (after != 0 && found != after - 1) {
        throw hole(what, after - 1, found, event.position());
      }
      after = found;
    }
    if (after > 1 && events.size() < limit) {
      throw hole(what, after - 1, 0, lastPosition);
    }
  }

  private static StorageException hole(String what, long expected, long found, long position) {
    return new StorageException(
        "The log is corrupt: expected "
            + what
            + " "
            + expected
            + ", found "
            + (found == 0 ? "none" : found)
            + " (position "
            + position
            + "). Something else has deleted events; restore them from a backup.",
        null);
  }

  List<RecordedEvent> events() {
    return events;
  }

  int count() {
    return events.size();
  }

  long lastPosition() {
    return lastPosition;
  }

  long lastVersion() {
    return lastVersion;
  }
}
