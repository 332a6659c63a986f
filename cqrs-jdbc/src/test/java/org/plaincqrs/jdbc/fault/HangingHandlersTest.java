package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.subscription.Start;
import org.plaincqrs.subscription.Subscription;
import org.plaincqrs.subscription.SubscriptionStatus;

/** Handlers that do not return, or that need what is scarce. */
@Timeout(120)
class HangingHandlersTest {
  private static final Duration TERM = Duration.ofSeconds(1);

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void a_handler_that_does_not_return_holds_up_nobody_else_and_its_lag_tells(TestDatabase database)
      throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    ConcurrentLinkedQueue<Long> handled = new ConcurrentLinkedQueue<>();
    try (FreshDatabase fresh = database.fresh();
        Cqrs cqrs =
            on(fresh)
                .follow(Subscription.named("hanging").each(event -> goOn.await()))
                .follow(Subscription.named("handled").each(event -> handled.add(event.position())))
                .build()) {
      try {
        for (int i = 0; i < 20; i++) {
          cqrs.send(new Counting.Count("x"));
        }
        cqrs.subscriptions().await("handled", 20, Counting.SOON);

        assertThat(handled).hasSize(20);
        assertThat(status(cqrs, "hanging").lag()).isEqualTo(20);
      } finally {
        goOn.countDown();
      }
      cqrs.subscriptions().await("hanging", 20, Counting.SOON);
    }
  }

  /** SQLite and H2 have one writer at a time, who is this handler. */
  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void a_transaction_that_does_not_end_holds_up_no_other_node_and_no_administrator(
      TestDatabase database) throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (FreshDatabase fresh = database.fresh();
        Cqrs hanging =
            on(fresh)
                .follow(
                    Subscription.named("hanging")
                        .inTransaction(
                            (delivery, transaction) -> {
                              inside.countDown();
                              goOn.await();
                            }))
                .build()) {
      try {
        hanging.send(new Counting.Count("x"));
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
        try (Cqrs other =
            Counting.on(JdbcStorage.on(fresh.dataSource()), "other", TERM)
                .follow(Counting.view().build())
                .follow(Subscription.named("hanging").inTransaction((delivery, into) -> {}))
                .build()) {
          other.subscriptions().pause("hanging");
          other.subscriptions().resume("hanging");
          other.subscriptions().reset("hanging", 0);
          other.send(new Counting.Count("y"));
          other.subscriptions().await(Counting.VIEW, 2, Counting.SOON);
        }
      } finally {
        goOn.countDown();
      }
      hanging.subscriptions().await("hanging", 2, Counting.SOON);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void two_connections_are_enough_for_handlers_that_send_commands(TestDatabase database)
      throws Exception {
    AtomicReference<Cqrs> itself = new AtomicReference<>();
    List<Long> sent = new ArrayList<>();
    try (FreshDatabase fresh = database.fresh();
        HikariDataSource pool = pool(fresh, 2);
        Cqrs cqrs =
            Counting.on(JdbcStorage.on(pool), "node", TERM)
                .follow(Counting.view().build())
                .follow(
                    Subscription.named("sending")
                        .from(Start.after(0))
                        .each(
                            event -> {
                              if (Counting.key(event).equals("x")) {
                                sent.add(itself.get().send(new Counting.Count("y")).position());
                              }
                            }))
                .build()) {
      itself.set(cqrs);
      for (int i = 0; i < 10; i++) {
        cqrs.send(new Counting.Count("x"));
      }
      cqrs.subscriptions().await("sending", 20, Counting.SOON);
      cqrs.subscriptions().await(Counting.VIEW, 20, Counting.SOON);

      assertThat(sent).hasSize(10);
      assertThat(cqrs.log().head()).isEqualTo(20);
    }
  }

  private static SubscriptionStatus status(Cqrs cqrs, String name) {
    return cqrs.subscriptions().statuses(name).get(0);
  }

  private static org.plaincqrs.CqrsBuilder on(FreshDatabase fresh) {
    return Counting.on(JdbcStorage.on(fresh.dataSource()), "node", TERM);
  }

  private static HikariDataSource pool(FreshDatabase fresh, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(fresh.jdbcUrl());
    config.setUsername(fresh.user());
    config.setPassword(fresh.password());
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(5_000);
    return new HikariDataSource(config);
  }
}
