package org.plaincqrs.benchmarks.load;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.jdbc.Database;

/** Reads events by hand. Thread-safe. */
final class HandReads {
  private final Database kind;
  private final HandJson json;
  private final Function<byte[], Object> decode;
  private final String log;
  private final String stream;

  /** Reads, with the payloads decoded by {@code decode}. */
  HandReads(TableSet tables, HandJson json, Function<byte[], Object> decode) {
    kind = tables.server().kind();
    this.json = json;
    this.decode = decode;
    String select =
        "select position, id, stream, version, type, revision, payload, tags, metadata,"
            + " time_micros from "
            + tables.prefix()
            + "events where ";
    log = select + "position > ? order by position limit ?";
    stream = select + "stream = ? and version > ? order by version limit ?";
  }

  List<RecordedEvent> page(Connection connection, long after, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(log)) {
      statement.setLong(1, after);
      statement.setInt(2, limit);
      return events(statement);
    }
  }

  List<RecordedEvent> stream(Connection connection, String name, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(stream)) {
      statement.setString(1, name);
      statement.setLong(2, 0);
      statement.setInt(3, limit);
      return events(statement);
    }
  }

  private List<RecordedEvent> events(PreparedStatement statement) throws SQLException {
    List<RecordedEvent> events = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        events.add(
            new RecordedEvent(
                rows.getLong(1),
                uuid(rows),
                rows.getString(3),
                rows.getLong(4),
                rows.getString(5),
                rows.getInt(6),
                decode.apply(rows.getBytes(7)),
                json.tags(rows.getBytes(8)),
                json.metadata(rows.getBytes(9)),
                Instant.EPOCH.plus(rows.getLong(10), ChronoUnit.MICROS)));
      }
    }
    return events;
  }

  private UUID uuid(ResultSet rows) throws SQLException {
    if (kind == Database.POSTGRESQL) {
      return rows.getObject(2, UUID.class);
    }
    ByteBuffer bytes = ByteBuffer.wrap(rows.getBytes(2));
    return new UUID(bytes.getLong(), bytes.getLong());
  }
}
