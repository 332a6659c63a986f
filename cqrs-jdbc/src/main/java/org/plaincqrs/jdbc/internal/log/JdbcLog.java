package org.plaincqrs.jdbc.internal.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.ToLongFunction;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.internal.sql.Connections;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;
import org.plaincqrs.jdbc.internal.sql.Writer;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.PayloadCodec;

/**
 * The log, read from its tables. A page of all events or of a stream is one statement, since
 * positions and versions have no holes; a page of a query first asks for the head, and then looks
 * up to it and no further, so that nothing that is committed in between is passed over.
 */
public final class JdbcLog implements EventLog {
  private static final String HEAD = "select position from cqrs_head where one = 1";
  private static final String FORWARD =
      "select "
          + EventRows.COLUMNS
          + " from cqrs_events e where e.position > ? order by e.position limit ?";
  private static final String STREAM =
      "select "
          + EventRows.COLUMNS
          + " from cqrs_events e where e.stream = ? and e.version > ? order by e.version limit ?";
  private static final String STREAM_BACKWARD =
      "select "
          + EventRows.COLUMNS
          + " from cqrs_events e where e.stream = ? and e.version < ? order by e.version desc limit ?";

  private final Connections connections;
  private final Dialect dialect;
  private final Tables tables;
  private final PayloadCodec codec;
  private final EventTypes types;
  private final MessageJson json = new MessageJson();
  private final String head;
  private final String version;
  private final String forward;
  private final String stream;
  private final String streamBackward;

  /** A log that is read through these connections. */
  public JdbcLog(Connections connections, Tables tables, PayloadCodec codec, EventTypes types) {
    this.connections = connections;
    this.dialect = connections.dialect();
    this.tables = tables;
    this.codec = codec;
    this.types = types;
    head = tables.in(HEAD);
    version = tables.in(Dialect.STREAM_VERSION);
    forward = tables.in(FORWARD);
    stream = tables.in(STREAM);
    streamBackward = tables.in(STREAM_BACKWARD);
  }

  @Override
  public long head() {
    return read("read the head of the log", this::head);
  }

  private long head(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(head);
        ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        throw Writer.headIsMissing();
      }
      return rows.getLong(1);
    }
  }

  @Override
  public long version(String stream) {
    return read(
        "read the version of stream '" + stream + "'",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(version)) {
            dialect.setText(statement, 1, stream);
            return number(statement);
          }
        });
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  @Override
  public EventPage read(EventQuery query, long after, int limit) {
    EventLog.checkLimit(limit);
    return read(
        "read the log",
        connection ->
            query.matchesAll()
                ? all(connection, after, limit)
                : matching(connection, query, after, limit));
  }

  private EventPage all(Connection connection, long after, int limit) throws SQLException {
    EventRows found = rows();
    try (PreparedStatement statement = connection.prepareStatement(forward)) {
      statement.setLong(1, after);
      statement.setInt(2, oneMore(limit));
      return page(statement, found, limit, new Place("position", after, EventRows::lastPosition));
    }
  }

  /** What counts the rows of a page without a hole. */
  private record Place(String name, long after, ToLongFunction<EventRows> last) {}

  /** One row more than asked for tells whether there is more. */
  private static EventPage page(
      PreparedStatement statement, EventRows found, int limit, Place place) throws SQLException {
    long last = Math.max(place.after, 0);
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        if (found.count() == limit) {
          return new EventPage(found.events(), last, true);
        }
        found.add(rows);
        long next = place.last.applyAsLong(found);
        found.checkFollows(place.name, last, next);
        last = next;
      }
    }
    return new EventPage(found.events(), last, false);
  }

  private EventPage matching(Connection connection, EventQuery query, long after, int limit)
      throws SQLException {
    long end = head(connection);
    if (after >= end) {
      return EventLog.emptyPage(after);
    }
    EventRows found = query(connection, query, new QuerySql.Range(after, end, true, limit));
    long through = found.count() == limit ? found.lastPosition() : end;
    return new EventPage(found.events(), through, through < end);
  }

  @Override
  public EventPage readBackward(EventQuery query, long before, int limit) {
    EventLog.checkLimit(limit);
    return read(
        "read the log backward",
        connection -> {
          long from = Math.max(before, 1) - 1;
          EventRows found = query(connection, query, new QuerySql.Range(0, from, false, limit));
          if (query.matchesAll()) {
            found.checkBackward("position", limit);
          }
          long through = found.count() == limit ? found.lastPosition() : 1;
          return new EventPage(found.events(), through, through > 1);
        });
  }

  private EventRows query(Connection connection, EventQuery query, QuerySql.Range range)
      throws SQLException {
    QuerySql sql = sql(connection, EventRows.COLUMNS, query, range);
    EventRows found = rows();
    try (PreparedStatement statement = connection.prepareStatement(tables.in(sql.sql()))) {
      sql.bind(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows);
        }
      }
    }
    return found;
  }

  @Override
  public EventPage readStream(String name, long afterVersion, int limit) {
    EventLog.checkLimit(limit);
    return read(
        "read stream '" + name + "'",
        connection -> {
          EventRows found = rows();
          try (PreparedStatement statement = connection.prepareStatement(stream)) {
            dialect.setText(statement, 1, name);
            statement.setLong(2, afterVersion);
            statement.setInt(3, oneMore(limit));
            return page(
                statement,
                found,
                limit,
                new Place(
                    "version of stream '" + name + "'", afterVersion, EventRows::lastVersion));
          }
        });
  }

  @Override
  public EventPage readStreamBackward(String name, long beforeVersion, int limit) {
    EventLog.checkLimit(limit);
    return read(
        "read stream '" + name + "' backward",
        connection -> {
          EventRows found = rows();
          try (PreparedStatement statement = connection.prepareStatement(streamBackward)) {
            dialect.setText(statement, 1, name);
            statement.setLong(2, beforeVersion);
            statement.setInt(3, limit);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                found.add(rows);
              }
            }
          }
          found.checkBackward("version of stream '" + name + "'", limit);
          long through = found.count() == limit ? found.lastVersion() : 1;
          return new EventPage(found.events(), through, through > 1);
        });
  }

  /**
   * The position of the first event behind {@code after} that matches, 0 when there is none; on a
   * connection whose transaction holds the head.
   */
  public long firstMatch(Connection connection, EventQuery query, long after) throws SQLException {
    QuerySql.Range range = new QuerySql.Range(after, Long.MAX_VALUE, true, 1);
    QuerySql sql = sql(connection, "e.position", query, range);
    try (PreparedStatement statement = connection.prepareStatement(tables.in(sql.sql()))) {
      sql.bind(statement);
      return number(statement);
    }
  }

  private QuerySql sql(
      Connection connection, String columns, EventQuery query, QuerySql.Range range)
      throws SQLException {
    TagCounts counts = TagCounts.of(connection, dialect, tables, query, range);
    return new QuerySql(dialect, counts, columns, query, range);
  }

  private EventRows rows() {
    return new EventRows(dialect, codec, types, json);
  }

  private static int oneMore(int limit) {
    return limit == Integer.MAX_VALUE ? limit : limit + 1;
  }

  private <T> T read(String what, Connections.Work<T> work) {
    try {
      return connections.read(work);
    } catch (SQLException e) {
      throw StorageException.of(what, e);
    }
  }
}
