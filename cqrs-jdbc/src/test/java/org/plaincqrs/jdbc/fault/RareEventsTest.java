package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.subscription.Subscription;

/** A few events among very many that a subscription does not want. */
@Timeout(180)
class RareEventsTest {
  private static final int OTHERS = 60_000;
  private static final int COMMIT = 1_000;
  private static final int MARKED_AFTER = 15_000;
  private static final int BATCH = 3;
  private static final int MOST_STATEMENTS = 150;
  private static final int MOST_ROWS = 150;

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void rare_events_are_found_without_reading_the_others(TestDatabase database) throws Exception {
    try (FreshDatabase fresh = database.fresh()) {
      List<Long> marks = fill(fresh);
      ConcurrentLinkedQueue<Long> found = new ConcurrentLinkedQueue<>();
      CountingSource source = new CountingSource(fresh.dataSource());

      try (Cqrs cqrs =
          Counting.on(JdbcStorage.on(source.source()), "node", Duration.ofSeconds(10))
              .follow(
                  Subscription.named("rare")
                      .events(Counting.Rare.class)
                      .batch(BATCH)
                      .each(event -> found.add(event.position())))
              .follow(
                  Subscription.named("never")
                      .matching(EventQuery.types(Set.of("never")))
                      .batch(BATCH)
                      .each(event -> found.add(-event.position())))
              .build()) {
        long statements = source.statements();
        long rows = source.rows();
        for (String name : List.of("rare", "never")) {
          cqrs.subscriptions().await(name, cqrs.log().head(), Counting.SOON);
        }
        System.out.printf(
            "%d rare of %d events on %s: %d statements, %d rows%n",
            marks.size(),
            cqrs.log().head(),
            database,
            source.statements() - statements,
            source.rows() - rows);
        assertThat(found).containsExactlyElementsOf(marks);
        assertThat(source.statements() - statements).isLessThan(MOST_STATEMENTS);
        assertThat(source.rows() - rows).isLessThan(MOST_ROWS);

        checkMovesWhileItRuns(cqrs, fresh);
      }
    }
  }

  /** The positions of the marks. */
  private static List<Long> fill(FreshDatabase fresh) {
    List<Long> marks = new ArrayList<>();
    List<String> keys = Collections.nCopies(COMMIT, "other");
    try (Cqrs writer = Counting.writer(JdbcStorage.on(fresh.dataSource()))) {
      for (int written = COMMIT; written <= OTHERS; written += COMMIT) {
        writer.send(new Counting.Count(keys));
        if (written % MARKED_AFTER == 0) {
          marks.add(writer.send(new Counting.Mark(written)).position());
        }
      }
    }
    return marks;
  }

  /** Nothing that matches comes, and still the stored checkpoint moves. */
  private static void checkMovesWhileItRuns(Cqrs cqrs, FreshDatabase fresh) {
    cqrs.send(new Counting.Count(Collections.nCopies(COMMIT, "other")));
    long head = cqrs.log().head();
    try (org.plaincqrs.storage.Store store =
        JdbcStorage.on(fresh.dataSource()).open(Counting.model())) {
      for (String name : List.of("rare", "never")) {
        Counting.await(
            () -> name + " is at " + store.documents().checkpoint(name),
            () -> store.documents().checkpoint(name) == head);
      }
    }
  }
}
