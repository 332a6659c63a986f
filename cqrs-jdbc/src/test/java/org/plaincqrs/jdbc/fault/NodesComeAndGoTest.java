package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plaincqrs.Cqrs;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.storage.Store;
import org.plaincqrs.subscription.Subscription;

/** Nodes that come and go over a database leave no thread and no row behind. */
@Timeout(120)
class NodesComeAndGoTest {
  private static final int ROUNDS = 300;

  @Test
  void nodes_that_come_and_go_leave_nothing_but_the_checkpoint() {
    AtomicLong handled = new AtomicLong();
    try (FreshDatabase fresh = TestDatabase.H2.fresh()) {
      for (int round = 0; round < ROUNDS; round++) {
        try (Cqrs cqrs =
            Counting.on(JdbcStorage.on(fresh.dataSource()), "node " + round, Duration.ofSeconds(10))
                .follow(Subscription.named("handled").each(event -> handled.incrementAndGet()))
                .build()) {
          cqrs.send(new Counting.Count("x"));
        }
      }

      try (Cqrs last =
              Counting.on(JdbcStorage.on(fresh.dataSource()), "last", Duration.ofSeconds(10))
                  .follow(Subscription.named("handled").each(event -> handled.incrementAndGet()))
                  .build();
          Store store = JdbcStorage.on(fresh.dataSource()).open(Counting.model())) {
        last.subscriptions().await("handled", ROUNDS, Counting.SOON);
        assertThat(handled).hasValue(ROUNDS);
        assertThat(store.subscriptions().roster().nodes()).containsOnlyKeys("last");
        assertThat(store.subscriptions().roster().readers()).hasSize(1);
      }
      Counting.await(() -> "no thread is left", () -> Counting.threads() == 0);
    }
  }
}
