package org.plaincqrs.benchmarks.load;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.plaincqrs.jdbc.Database;

/** Writes rows by hand, into a set of tables whose positions the database counts. Thread-safe. */
final class HandRows {
  private final Database kind;
  private final HandJson json;
  private final String event;
  private final String eventAt;
  private final String tag;
  private final String command;

  HandRows(TableSet tables, HandJson json) {
    kind = tables.server().kind();
    this.json = json;
    String columns = "id, stream, version, type, revision, payload, tags, metadata, time_micros";
    String events = "insert into " + tables.prefix() + "events (" + columns;
    event = events + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    eventAt = events + ", position) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    tag = "insert into " + tables.prefix() + "tags (tag_key, tag_value, position) values (?, ?, ?)";
    command =
        "insert into "
            + tables.prefix()
            + "commands (id, hash, result, position, time_micros) values (?, ?, ?, ?, ?)";
  }

  /** One event, its tag and its command, in a transaction; the event's position. */
  long append(Connection connection, Deposit deposit) throws SQLException {
    long position;
    try (PreparedStatement insert = connection.prepareStatement(event, new String[] {"position"})) {
      bindEvent(insert, deposit);
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        position = keys.getLong(1);
      }
    }
    try (PreparedStatement insert = connection.prepareStatement(tag)) {
      bindTag(insert, deposit, position);
      insert.executeUpdate();
    }
    try (PreparedStatement insert = connection.prepareStatement(command)) {
      bindCommand(insert, deposit, position);
      insert.executeUpdate();
    }
    connection.commit();
    return position;
  }

  /**
   * Many events in a transaction of three batches, at positions that the one writer counts.
   *
   * @param commands how many of them have a command, the first ones
   */
  void append(Connection connection, List<Deposit> deposits, long after, int commands)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(eventAt)) {
      for (int i = 0; i < deposits.size(); i++) {
        bindEvent(insert, deposits.get(i));
        insert.setLong(10, after + i + 1);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (PreparedStatement insert = connection.prepareStatement(tag)) {
      for (int i = 0; i < deposits.size(); i++) {
        bindTag(insert, deposits.get(i), after + i + 1);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (PreparedStatement insert = connection.prepareStatement(command)) {
      for (int i = 0; i < commands; i++) {
        bindCommand(insert, deposits.get(i), after + i + 1);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    connection.commit();
  }

  private void bindEvent(PreparedStatement insert, Deposit deposit) throws SQLException {
    bind(insert, 1, deposit.eventId());
    insert.setString(2, deposit.stream());
    insert.setLong(3, deposit.version());
    insert.setString(4, "Deposited");
    insert.setInt(5, 1);
    insert.setBytes(6, json.payload(deposit.event()));
    insert.setBytes(7, json.tags(deposit.tag()));
    insert.setBytes(8, json.metadata(deposit.metadata()));
    insert.setLong(9, ChronoUnit.MICROS.between(Instant.EPOCH, deposit.time()));
  }

  private static void bindTag(PreparedStatement insert, Deposit deposit, long position)
      throws SQLException {
    insert.setString(1, deposit.tag().key());
    insert.setString(2, deposit.tag().value());
    insert.setLong(3, position);
  }

  private void bindCommand(PreparedStatement insert, Deposit deposit, long position)
      throws SQLException {
    bind(insert, 1, deposit.commandId());
    insert.setBytes(2, json.hash(deposit.command()));
    insert.setNull(3, Types.VARBINARY);
    insert.setLong(4, position);
    insert.setLong(5, System.currentTimeMillis() * 1_000);
  }

  private void bind(PreparedStatement insert, int index, UUID id) throws SQLException {
    if (kind == Database.POSTGRESQL) {
      insert.setObject(index, id);
    } else {
      insert.setBytes(
          index,
          ByteBuffer.allocate(16)
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits())
              .array());
    }
  }
}
