package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.subscription.FailurePolicy;
import org.plaincqrs.subscription.Rebuild;
import org.plaincqrs.subscription.Subscription;

/** A node at work, of whose calls of JDBC about one in twenty-five fails, in any way. */
@Timeout(180)
class FollowerFaultsTest {
  private static final int ROUNDS = 150;
  private static final int ONE_CALL_IN = 25;
  private static final Duration TERM = Duration.ofSeconds(2);
  private static final FailurePolicy SOON_AGAIN =
      FailurePolicy.stop().retries(3, Duration.ofMillis(2), Duration.ofMillis(20));

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void nothing_is_skipped_and_no_effect_is_doubled_while_calls_fail(TestDatabase database)
      throws Exception {
    long seed = System.nanoTime();
    ConcurrentLinkedQueue<Long> handled = new ConcurrentLinkedQueue<>();
    Projection<Counting.Tally, String> view =
        Counting.view().parts(2).batch(5).onFailure(SOON_AGAIN).build();
    Faults faults = new Faults();
    try (FreshDatabase fresh = database.fresh();
        FaultySource source = new FaultySource(fresh::connect, faults);
        Cqrs writer = Counting.writer(JdbcStorage.on(fresh.dataSource()));
        Cqrs node =
            Counting.on(JdbcStorage.on(source.source()), "node", TERM)
                .follow(view)
                .follow(
                    Subscription.named("handled")
                        .batch(5)
                        .onFailure(SOON_AGAIN)
                        .each(event -> handled.add(event.position())))
                .build()) {
      faults.armRandomly(new Random(seed), ONE_CALL_IN);
      for (int i = 0; i < ROUNDS; i++) {
        writer.send(new Counting.Count("a" + i % 3, "b" + i % 5));
      }
      faults.disarm();
      long head = writer.log().head();
      for (String name : List.of(Counting.VIEW, "handled")) {
        node.subscriptions().await(name, head, Counting.SOON);
      }
      assertThat(Counting.shown(node, view)).isEqualTo(Counting.fold(node.log()));

      faults.armRandomly(new Random(seed), ONE_CALL_IN);
      Rebuild rebuild = begin(node);
      writer.send(new Counting.Count("a1", "c"));
      faults.disarm();
      assertThat(rebuild.await(Counting.SOON)).isTrue();
      node.subscriptions().await(Counting.VIEW, writer.log().head(), Counting.SOON);

      assertThat(Counting.shown(node, view)).isEqualTo(Counting.fold(node.log()));
      assertThat(handled).containsAll(LongStream.rangeClosed(1, head).boxed().toList());
      System.out.printf(
          "follower under faults on %s, seed %d: %d events, handled %d times%n",
          database, seed, head, handled.size());
      assertThat(faults.leftovers()).isEmpty();
    }
  }

  /** Whoever asks for it hears of the fault, and asks again. */
  private static Rebuild begin(Cqrs node) {
    while (true) {
      try {
        Rebuild building = node.subscriptions().building(Counting.VIEW);
        return building == null ? node.subscriptions().rebuild(Counting.VIEW) : building;
      } catch (CqrsException e) {
        assertThat(e).hasMessageNotContaining("cancelled");
      }
    }
  }
}
