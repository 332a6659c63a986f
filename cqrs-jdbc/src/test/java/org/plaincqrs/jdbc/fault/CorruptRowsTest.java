package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Tag;
import org.plaincqrs.event.UnknownEventTypeException;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.fault.Bench.Inline;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.UnreadablePayloadException;

/** Rows that something else has damaged are found out by whoever reads them, and where they are. */
@Timeout(120)
class CorruptRowsTest {
  private static final Tag RED = Tag.of("colour", "red");
  private static final EventQuery REDS = EventQuery.tags(RED);

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  private record Damage(String column, String bytes) {}

  private static final List<Damage> DAMAGES =
      List.of(
          new Damage("payload", "{\"command\":\"x\",\"ind"),
          new Damage("payload", "null"),
          new Damage("payload", "\u0000\u0001"),
          new Damage("payload", ""),
          new Damage("tags", "[[\"colour\",\"r"),
          new Damage("tags", "[[\"colour\",\"red\"]"),
          new Damage("tags", "[[\"colour\",\"red\"]]]"),
          new Damage("tags", "[\"colour\",\"red\"]"),
          new Damage("tags", "[[\"colour\"]]"),
          new Damage("tags", "[[\"colour\",null]]"),
          new Damage("tags", "[[\"colour\",\"red\"],7,[\"size\",\"big\"]]"),
          new Damage("tags", "7"),
          new Damage("tags", ""),
          new Damage("metadata", "{\"causationId\":\"no id\"}"),
          new Damage("metadata", "{\"causationId\":\"no"),
          new Damage("metadata", "{\"user\":\"ann\",\"attributes\":{\"a\":null}}"),
          new Damage("metadata", "{\"user\":\"ann\",\"attributes\":{\"a\":{\"b\":1}}}"),
          new Damage("metadata", "{\"user\":7}"),
          new Damage("metadata", "[]"),
          new Damage("metadata", "{}garbage"));

  @ParameterizedTest
  @MethodSource("databases")
  void a_damaged_event_is_named_by_stream_version_and_position(TestDatabase database)
      throws Exception {
    List<String> wrong = new ArrayList<>();
    try (Bench bench = damageable(database)) {
      for (Damage damage : DAMAGES) {
        byte[] before = bytes(bench, damage.column);
        set(bench, damage.column, damage.bytes.getBytes(StandardCharsets.UTF_8));
        for (Function<Store, ?> read : reads()) {
          Throwable failure = catchThrowable(() -> read.apply(bench.healthy));
          if (!isNamed(failure)) {
            wrong.add(damage + ": " + failure);
          }
        }
        set(bench, damage.column, before);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isNamed(@Nullable Throwable failure) {
    return failure instanceof UnreadablePayloadException unreadable
        && "damaged".equals(unreadable.stream())
        && unreadable.version() == 2
        && unreadable.position() == 3
        && unreadable.getMessage().contains("'damaged'");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void an_unknown_type_or_revision_is_named_and_never_passed_over(TestDatabase database)
      throws Exception {
    try (Bench bench = damageable(database)) {
      set(bench, "type", "vanished".getBytes(StandardCharsets.UTF_8));

      for (Function<Store, ?> read : reads()) {
        assertThat(catchThrowable(() -> read.apply(bench.healthy)))
            .isInstanceOf(UnknownEventTypeException.class)
            .hasMessageContaining("'vanished'")
            .hasMessageContaining("position 3");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void an_id_that_is_none_is_an_exception_of_the_library(TestDatabase database) throws Exception {
    if (database == TestDatabase.SQLITE) {
      try (Bench bench = damageable(database)) {
        set(bench, "id", new byte[] {1, 2, 3});

        for (Function<Store, ?> read : reads()) {
          assertThat(catchThrowable(() -> read.apply(bench.healthy)))
              .isInstanceOf(UnreadablePayloadException.class)
              .hasMessageContaining("position 3");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_hole_in_the_log_is_reported_by_whoever_comes_across_it(TestDatabase database)
      throws Exception {
    try (Bench bench = damageable(database)) {
      Bench.execute(bench.control, "delete from cqrs_events where position = 3");

      for (Function<Store, ?> read : reads(EventQuery.all())) {
        assertThat(catchThrowable(() -> read.apply(bench.healthy)))
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("The log is corrupt: expected");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_damaged_document_is_named(TestDatabase database) throws Exception {
    try (Bench bench = damageable(database)) {
      try (PreparedStatement statement =
          bench.control.prepareStatement("update cqrs_doc_counter set body = ?")) {
        statement.setBytes(1, "{\"cou".getBytes(StandardCharsets.UTF_8));
        statement.executeUpdate();
      }

      assertThat(catchThrowable(() -> bench.healthy.documents().find(Work.COUNTERS, "k")))
          .isInstanceOf(UnreadablePayloadException.class)
          .hasMessageContaining("The document 'k' of document type 'counter' can't be read.");
      assertThat(
              catchThrowable(
                  () -> bench.healthy.documents().all(Work.COUNTERS).forEach(found -> {})))
          .isInstanceOf(UnreadablePayloadException.class)
          .hasMessageContaining("'k'");
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void without_the_row_of_the_head_nothing_is_read_or_written_as_if_the_log_were_empty(
      TestDatabase database) throws Exception {
    try (Bench bench = damageable(database)) {
      Bench.execute(bench.control, "delete from cqrs_head");
      Store store = bench.healthy;

      List<Function<Store, ?>> calls =
          List.of(
              any -> any.commit(new Work().append("s").commit()),
              any -> any.log().head(),
              any -> any.log().read(REDS, 0, 10));
      for (Function<Store, ?> call : calls) {
        assertThat(catchThrowable(() -> call.apply(store)))
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("head is missing");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_head_behind_the_events_overwrites_none_of_them(TestDatabase database) throws Exception {
    try (Bench bench = damageable(database)) {
      Bench.execute(bench.control, "update cqrs_head set position = 2, revision = revision + 7");

      assertThat(catchThrowable(() -> bench.healthy.commit(new Work().append("damaged").commit())))
          .isInstanceOf(StorageException.class);
      assertThat(bench.audit.number("select count(*) from cqrs_events")).isEqualTo(4);
    }
  }

  private static List<Function<Store, ?>> reads() {
    return reads(REDS);
  }

  /** Every way to read; where a query by tags would not notice, give one that does. */
  private static List<Function<Store, ?>> reads(EventQuery query) {
    return List.of(
        store -> store.log().read(EventQuery.all(), 0, 10),
        store -> store.log().read(EventQuery.all(), 2, 10),
        store -> store.log().read(query, 0, 10),
        store -> store.log().readBackward(EventQuery.all(), Long.MAX_VALUE, 10),
        store -> store.log().readBackward(query, Long.MAX_VALUE, 10),
        store -> store.log().readStream("damaged", 0, 10),
        store -> store.log().readStreamBackward("damaged", Long.MAX_VALUE, 10));
  }

  /** Position 3, version 2 of stream "damaged", is what the tests damage; triggers are gone. */
  private static Bench damageable(TestDatabase database) throws SQLException {
    Bench bench = new Bench(database, Inline.NONE);
    bench.healthy.commit(new Work().append("other").append("damaged", RED).put("k", 1).commit());
    bench.healthy.commit(new Work().append("damaged", RED).append("damaged", RED).commit());
    allowDamage(database, bench.control);
    return bench;
  }

  /** Drops what keeps the log from being changed. */
  static void allowDamage(TestDatabase database, Connection control) throws SQLException {
    switch (database) {
      case POSTGRESQL ->
          Bench.execute(
              control,
              "drop trigger cqrs_events_append_only on cqrs_events",
              "drop trigger cqrs_tags_append_only on cqrs_tags");
      case H2 -> {}
      default ->
          Bench.execute(
              control, "drop trigger cqrs_events_no_update", "drop trigger cqrs_events_no_delete");
    }
  }

  private static byte[] bytes(Bench bench, String column) throws SQLException {
    try (Statement statement = bench.control.createStatement();
        ResultSet rows =
            statement.executeQuery("select " + column + " from cqrs_events where position = 3")) {
      rows.next();
      return rows.getBytes(1);
    }
  }

  private static void set(Bench bench, String column, byte[] value) throws SQLException {
    try (PreparedStatement statement =
        bench.control.prepareStatement(
            "update cqrs_events set " + column + " = ? where position = 3")) {
      if (column.equals("type") && bench.database != TestDatabase.MARIADB) {
        statement.setString(1, new String(value, StandardCharsets.UTF_8));
      } else {
        statement.setBytes(1, value);
      }
      assertThat(statement.executeUpdate()).isOne();
    }
  }
}
