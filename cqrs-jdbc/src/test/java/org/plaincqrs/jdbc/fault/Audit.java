package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.fault.Work.Event;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.Store;

/**
 * Judges a log from outside: by SQL on a connection of its own, and by what a store without faults
 * reads. Looks again only at what was added since it looked last.
 */
final class Audit {
  private static final int PAGE = 1_000;

  private final Connection connection;
  private final String prefix;
  private final Store healthy;
  private final Map<String, Long> versions = new HashMap<>();
  private final Map<String, List<RecordedEvent>> byCommand = new HashMap<>();
  private final List<RecordedEvent> events = new ArrayList<>();

  Audit(Connection connection, String prefix, Store healthy) {
    this.connection = connection;
    this.prefix = prefix;
    this.healthy = healthy;
  }

  /** Positions and versions without hole, no half commit, every tag where it belongs. */
  void check() throws SQLException {
    long from = events.size();
    read();
    assertThat(number("select position from " + prefix + "head")).as("head").isEqualTo(size());
    assertThat(healthy.log().head()).isEqualTo(size());
    assertThat(number("select count(*) from " + prefix + "events")).as("rows").isEqualTo(size());
    assertThat(number("select max(position) from " + prefix + "events")).isEqualTo(size());
    Set<String> expected = new HashSet<>();
    for (RecordedEvent event : events.subList((int) from, events.size())) {
      for (Tag tag : event.tags()) {
        expected.add(tag + "@" + event.position());
      }
    }
    List<String> tags = tagRows(from);
    assertThat(tags).as("tags").hasSize(expected.size());
    assertThat(new HashSet<>(tags)).as("tags").isEqualTo(expected);
  }

  private void read() {
    EventPage page = healthy.log().read(EventQuery.all(), events.size(), PAGE);
    while (true) {
      page.events().forEach(this::add);
      if (!page.more()) {
        return;
      }
      page = healthy.log().read(EventQuery.all(), page.through(), PAGE);
    }
  }

  private void add(RecordedEvent event) {
    assertThat(event.position()).as("position").isEqualTo(events.size() + 1L);
    if (event.stream() != null) {
      long version = versions.merge(event.stream(), 1L, Long::sum);
      assertThat(event.version()).as("version in %s", event.stream()).isEqualTo(version);
    }
    events.add(event);
    String command = ((Event) event.payload()).command();
    byCommand.computeIfAbsent(command, c -> new ArrayList<>()).add(event);
  }

  /** The events that a command has caused; none, or all of one commit side by side. */
  List<RecordedEvent> effects(UUID command) {
    List<RecordedEvent> effects = byCommand.getOrDefault(command.toString(), List.of());
    for (int i = 1; i < effects.size(); i++) {
      assertThat(effects.get(i).position()).isEqualTo(effects.get(0).position() + i);
    }
    return effects;
  }

  /** Every command of which there are effects. */
  Set<String> commands() {
    return byCommand.keySet();
  }

  long size() {
    return events.size();
  }

  List<RecordedEvent> events() {
    return events;
  }

  long version(String stream) {
    return versions.getOrDefault(stream, 0L);
  }

  boolean remembers(UUID command) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select id from "
                    + prefix
                    + "commands where time_micros > 0 and id = "
                    + literal(command))) {
      return rows.next();
    }
  }

  private String literal(UUID id) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return product.equals("PostgreSQL") || product.equals("H2")
        ? "'" + id + "'"
        : "x'" + id.toString().replace("-", "") + "'";
  }

  long number(String sql) throws SQLException {
    return number(connection, sql);
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private List<String> tagRows(long after) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select tag_key, tag_value, position from "
                    + prefix
                    + "tags where position > "
                    + after)) {
      while (rows.next()) {
        found.add(
            new String(rows.getBytes(1), java.nio.charset.StandardCharsets.UTF_8)
                + ":"
                + new String(rows.getBytes(2), java.nio.charset.StandardCharsets.UTF_8)
                + "@"
                + rows.getLong(3));
      }
    }
    return found;
  }
}
