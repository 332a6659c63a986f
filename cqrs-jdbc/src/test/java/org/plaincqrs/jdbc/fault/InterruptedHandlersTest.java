package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.subscription.FailurePolicy;
import org.plaincqrs.subscription.Subscription;

/**
 * Handlers that leave an interrupt behind, and whoever closes a node being interrupted: H2 closes
 * its file when a thread with the flag raised comes near it.
 */
@Timeout(120)
class InterruptedHandlersTest {
  private static final int EVENTS = 40;
  private static final FailurePolicy AGAIN =
      FailurePolicy.stop().retries(1_000, Duration.ofMillis(1), Duration.ofMillis(1));

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  private final AtomicInteger calls = new AtomicInteger();

  @ParameterizedTest
  @MethodSource("databases")
  void a_flag_that_a_handler_leaves_behind_reaches_neither_the_database_nor_the_next_event(
      TestDatabase database) throws Exception {
    ConcurrentLinkedQueue<Long> handled = new ConcurrentLinkedQueue<>();
    AtomicInteger flagged = new AtomicInteger();
    Projection<Counting.Tally, String> view =
        Counting.view(
                (before, event) -> {
                  interruptAndFailNowAndThen();
                  return Counting.Tally.plus(before, event);
                })
            .batch(4)
            .onFailure(AGAIN)
            .build();
    try (FreshDatabase fresh = database.fresh();
        Cqrs cqrs =
            on(fresh)
                .follow(view)
                .follow(
                    Subscription.named("handled")
                        .batch(4)
                        .onFailure(AGAIN)
                        .each(
                            event -> {
                              flagged.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                              interruptAndFailNowAndThen();
                              handled.add(event.position());
                            }))
                .build()) {
      for (int i = 0; i < EVENTS; i += 4) {
        cqrs.send(new Counting.Count("a", "b", "c", "d"));
      }
      cqrs.await(view, EVENTS, Counting.SOON);
      cqrs.subscriptions().await("handled", EVENTS, Counting.SOON);

      assertThat(Counting.shown(cqrs, view)).isEqualTo(Counting.fold(cqrs.log()));
      assertThat(handled).containsExactlyElementsOf(positions());
      assertThat(flagged).hasValue(0);
      assertThat(calls.get()).isGreaterThan(2 * EVENTS);
    }
  }

  private void interruptAndFailNowAndThen() {
    Thread.currentThread().interrupt();
    if (calls.incrementAndGet() % 5 == 0) {
      throw new IllegalStateException("interrupted");
    }
  }

  private static List<Long> positions() {
    return LongStream.rangeClosed(1, EVENTS).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whoever_closes_is_interrupted_and_the_page_in_hand_ends_all_the_same(TestDatabase database)
      throws Exception {
    ConcurrentLinkedQueue<Long> handled = new ConcurrentLinkedQueue<>();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    AtomicBoolean flagKept = new AtomicBoolean();
    try (FreshDatabase fresh = database.fresh()) {
      Cqrs cqrs =
          on(fresh)
              .follow(
                  Subscription.named("handled")
                      .each(
                          event -> {
                            inside.countDown();
                            interrupted.set(waitFor(goOn));
                            handled.add(event.position());
                          }))
              .build();
      cqrs.send(new Counting.Count("a"));
      inside.await();

      Thread closing =
          new Thread(
              () -> {
                Thread.currentThread().interrupt();
                cqrs.close();
                flagKept.set(Thread.currentThread().isInterrupted());
              });
      closing.start();
      awaitWaiting(closing);
      closing.interrupt();
      goOn.countDown();
      closing.join();

      assertThat(flagKept).isTrue();
      assertThat(interrupted).isFalse();
      try (Cqrs next = on(fresh).follow(collecting(handled)).build()) {
        next.send(new Counting.Count(Collections.nCopies(EVENTS - 1, "b")));
        next.subscriptions().await("handled", EVENTS, Counting.SOON);
        assertThat(handled).containsExactlyElementsOf(positions());
      }
    }
  }

  private static void awaitWaiting(Thread thread) {
    Counting.await(
        () -> "it waits: " + thread.getState(),
        () -> thread.getState() == Thread.State.TIMED_WAITING);
  }

  /** Whether the wait was interrupted. */
  private static boolean waitFor(CountDownLatch latch) {
    try {
      latch.await();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static Subscription collecting(ConcurrentLinkedQueue<Long> handled) {
    return Subscription.named("handled")
        .each((RecordedEvent event) -> handled.add(event.position()));
  }

  private static CqrsBuilder on(FreshDatabase fresh) {
    return Counting.on(JdbcStorage.on(fresh.dataSource()), "node", Duration.ofSeconds(10));
  }
}
