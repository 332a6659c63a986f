package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.storage.Store;
import org.plaincqrs.subscription.Subscription;

/** A node with very many subscriptions: few threads, and next to no queries while it is idle. */
@Timeout(180)
class ManySubscriptionsTest {
  private static final int SUBSCRIPTIONS = 500;
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final int STATEMENTS_A_SECOND = 2;

  /** Workers, timer, heartbeat and listener. */
  private static final int MOST_THREADS = 4 + 1 + 1 + 1;

  /** On all databases at once, since most of it is waiting. */
  @Test
  void five_hundred_subscriptions_need_few_threads_and_are_quiet_when_idle() throws Exception {
    List<TestDatabase> databases = TestDatabase.available();
    int mostThreads = MOST_THREADS * databases.size();
    try (Crew crew = new Crew()) {
      crew.run(databases.size(), i -> checkIsQuiet(databases.get(i), mostThreads));
    }
    Counting.await(() -> Counting.threads() + " threads are left", () -> Counting.threads() == 0);
  }

  private static boolean checkIsQuiet(TestDatabase database, int mostThreads) {
    AtomicInteger handled = new AtomicInteger();
    try (FreshDatabase fresh = database.fresh();
        Store store = JdbcStorage.on(fresh.dataSource()).open(Counting.model())) {
      CountingSource source = new CountingSource(fresh.dataSource());
      CqrsBuilder builder =
          Counting.on(JdbcStorage.on(source.source()), "node", Duration.ofSeconds(10));
      for (int i = 0; i < SUBSCRIPTIONS; i++) {
        builder.follow(
            Subscription.named("subscription " + i).each(event -> handled.incrementAndGet()));
      }
      try (Cqrs cqrs = builder.build()) {
        cqrs.send(new Counting.Count("x"));
        Counting.await(
            () -> handled + " of " + SUBSCRIPTIONS + " handled",
            () -> handled.get() == SUBSCRIPTIONS && isAllReported(store));

        long threads = Counting.threads();
        long before = source.statements();
        LockSupport.parkNanos(IDLE.toNanos());
        long statements = source.statements() - before;

        System.out.printf(
            "%d idle subscriptions on %s: %d statements in %d s, %d threads in all%n",
            SUBSCRIPTIONS, database, statements, IDLE.toSeconds(), threads);
        assertThat(statements).isLessThanOrEqualTo(STATEMENTS_A_SECOND * IDLE.toSeconds());
        assertThat(threads).isLessThanOrEqualTo(mostThreads);
      }
      assertThat(handled).hasValue(SUBSCRIPTIONS);
      return true;
    }
  }

  /** Every position is saved, and what each is doing is written down for others. */
  private static boolean isAllReported(Store store) {
    return store.subscriptions().roster().readers().stream()
        .allMatch(each -> each.position() == 1 && each.status().equals("LIVE"));
  }
}
