package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.jdbc.fault.Bench.Inline;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;

/**
 * A server that has lost acknowledged commits, as it may where commits don't wait for the disk:
 * what a process remembers of them is not taken for true, and no stream gets a gap.
 */
@Timeout(120)
class LostCommitsTest {
  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  private interface Meanwhile {
    void happens(Bench bench, Store store);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void what_was_lost_is_not_expected_any_more(TestDatabase database) throws Exception {
    check(database, (bench, store) -> append(store, "other", 3));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void nor_when_as_much_was_appended_in_its_place(TestDatabase database) throws Exception {
    check(database, (bench, store) -> append(bench.healthy, "other", 3));
  }

  private static void check(TestDatabase database, Meanwhile meanwhile) throws SQLException {
    try (Bench bench = new Bench(database, Inline.NONE);
        Store store = bench.open()) {
      append(store, "s", 2);
      long revision = revision(bench);
      append(store, "s", 3);

      lose(bench, 2, revision);
      meanwhile.happens(bench, store);

      assertThat(appendBehind(store, "s", 5)).isInstanceOf(Verdict.Conflict.class);
      assertThat(appendBehind(store, "s", 2)).isInstanceOf(Verdict.Committed.class);
      bench.check();
    }
  }

  private static void append(Store store, String stream, int commits) {
    for (int i = 0; i < commits; i++) {
      assertThat(store.commit(new Work().append(stream).commit()))
          .isInstanceOf(Verdict.Committed.class);
    }
  }

  private static Verdict appendBehind(Store store, String stream, long version) {
    return store.commit(new Work().expect(stream, version).append(stream).commit());
  }

  private static long revision(Bench bench) throws SQLException {
    try (Statement statement = bench.control.createStatement();
        ResultSet rows = statement.executeQuery("select revision from cqrs_head")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Everything behind a position. */
  private static void lose(Bench bench, long position, long revision) throws SQLException {
    CorruptRowsTest.allowDamage(bench.database, bench.control);
    Bench.execute(
        bench.control,
        "delete from cqrs_tags where position > " + position,
        "delete from cqrs_commands where position > " + position,
        "delete from cqrs_events where position > " + position,
        "update cqrs_head set position = " + position + ", revision = " + revision);
  }
}
