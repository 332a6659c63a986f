package org.plaincqrs.jdbc.internal.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.internal.sql.Column;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;

/** Writes events and their tags. Thread-safe. */
final class EventTable {
  static final List<Column> EVENTS =
      List.of(
          Column.of("position", Column.Kind.LONG),
          Column.of("id", Column.Kind.UUID),
          Column.of("stream", Column.Kind.TEXT),
          Column.of("version", Column.Kind.LONG),
          Column.of("type", Column.Kind.TEXT),
          Column.of("revision", Column.Kind.INT),
          Column.of("payload", Column.Kind.BYTES),
          Column.of("tags", Column.Kind.BYTES),
          Column.of("metadata", Column.Kind.BYTES),
          Column.of("time_micros", Column.Kind.LONG));
  static final List<Column> TAGS =
      List.of(
          Column.of("tag_key", Column.Kind.TEXT),
          Column.of("tag_value", Column.Kind.TEXT),
          Column.of("position", Column.Kind.LONG));

  private final Dialect dialect;
  private final String insertEvents;
  private final String insertTags;

  EventTable(Dialect dialect, Tables tables) {
    this.dialect = dialect;
    insertEvents = dialect.insert(tables.in("cqrs_events"), EVENTS, false);
    insertTags = dialect.insert(tables.in("cqrs_tags"), TAGS, false);
  }

  /** Rows in the making. */
  static final class Rows {
    private final List<@Nullable Object[]> events = new ArrayList<>();
    private final List<@Nullable Object[]> tags = new ArrayList<>();

    List<@Nullable Object[]> events() {
      return events;
    }

    List<@Nullable Object[]> tags() {
      return tags;
    }

    void add(
        RecordedEvent event, PreparedCommit.PreparedEvent prepared, byte @Nullable [] metadata) {
      events.add(
          new @Nullable Object[] {
            event.position(),
            event.id(),
            event.stream(),
            event.version(),
            event.type(),
            event.revision(),
            prepared.payload(),
            prepared.tags(),
            metadata,
            ChronoUnit.MICROS.between(Instant.EPOCH, event.time())
          });
      for (Tag tag : event.tags()) {
        tags.add(new Object[] {tag.key(), tag.value(), event.position()});
      }
    }
  }

  void insert(Connection connection, Rows rows) throws SQLException {
    if (!rows.events.isEmpty()) {
      dialect.execute(connection, insertEvents, EVENTS, rows.events);
    }
    if (!rows.tags.isEmpty()) {
      dialect.execute(connection, insertTags, TAGS, rows.tags);
    }
  }
}
