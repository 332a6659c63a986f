package org.plaincqrs.inmemory.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plaincqrs.Cqrs;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.inmemory.behaviour.Bank.BalanceOf;
import org.plaincqrs.inmemory.behaviour.Bank.Closed;
import org.plaincqrs.inmemory.behaviour.Bank.Probe;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.query.Freshness;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.subscription.FailurePolicy;
import org.plaincqrs.subscription.Rebuild;
import org.plaincqrs.subscription.Subscription;

/** Whoever waits for a view is interrupted: the wait ends, and the flag is raised again. */
@Timeout(60)
class InterruptedWaitsTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private static final FailurePolicy PATIENT =
      FailurePolicy.stop().retries(100_000, Duration.ofMillis(1), Duration.ofMillis(5));

  /** How often an account was closed, by a view that fails until it may go on. */
  record Closings(String account, int count) {}

  private static final DocumentType<Closings, String> CLOSINGS =
      DocumentType.of("closings", Closings.class, String.class);

  private final AtomicBoolean shows = new AtomicBoolean();
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final Projection<Closings, String> closings =
      Projection.into(CLOSINGS)
          .onFailure(PATIENT)
          .on(
              Closed.class,
              Closed::account,
              (before, closed) -> {
                assertThat(shows).as("not yet").isTrue();
                return new Closings(closed.account(), before == null ? 1 : before.count() + 1);
              })
          .build();
  private Cqrs cqrs;

  @BeforeEach
  void open() {
    cqrs =
        Cqrs.on(new InMemoryStorage())
            .events(Closed.class)
            .handle(
                Probe.class,
                (probe, work) -> {
                  work.append(probe.text(), new Closed(probe.text()));
                  return probe.text();
                })
            .query(BalanceOf.class, query -> 1L)
            .follow(closings)
            .follow(Subscription.named("waiting").each(event -> awaitGoOn()))
            .build();
  }

  private void awaitGoOn() throws InterruptedException {
    inside.countDown();
    goOn.await();
  }

  @AfterEach
  void close() {
    goOn.countDown();
    cqrs.close();
  }

  @Test
  void waiting_for_a_view_ends() throws Exception {
    long position = cqrs.send(new Probe("a")).position();

    assertEnds("view 'closings'", () -> cqrs.await(closings, position, LONG));
    assertEnds("view 'closings'", () -> cqrs.await(cqrs.send(new Probe("b")), LONG));
  }

  @Test
  void a_query_that_waits_ends_also_where_it_would_take_a_stale_answer() throws Exception {
    long position = cqrs.send(new Probe("a")).position();

    for (Freshness freshness :
        new Freshness[] {
          Freshness.atLeast(position, LONG), Freshness.atLeast(position, LONG).orElseStale()
        }) {
      assertEnds("view 'closings'", () -> cqrs.ask(new BalanceOf("a"), freshness));
    }
  }

  @Test
  void waiting_for_a_build_ends_and_the_build_goes_on() throws Exception {
    shows.set(true);
    cqrs.await(closings, cqrs.send(new Probe("a")).position(), LONG);
    shows.set(false);
    Rebuild rebuild = cqrs.subscriptions().rebuild("closings");

    assertEnds("build 2 of 'closings'", () -> rebuild.await(LONG));

    shows.set(true);
    assertThat(rebuild.await(LONG)).isTrue();
    assertThat(cqrs.view(closings).find("a")).contains(new Closings("a", 1));
  }

  @Test
  void closing_goes_on_until_the_page_in_hand_has_ended() throws Exception {
    cqrs.send(new Probe("a"));
    inside.await();
    FutureTask<Boolean> closing =
        new FutureTask<>(
            () -> {
              cqrs.close();
              return Thread.currentThread().isInterrupted();
            });
    Thread thread = begin(closing);
    thread.interrupt();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    assertThat(closing.isDone()).isFalse();

    goOn.countDown();

    assertThat(closing.get(10, TimeUnit.SECONDS)).as("the flag").isTrue();
  }

  private interface Waiting {
    void run();
  }

  /** The wait ends with a word on what was waited for, interrupted before it or in it. */
  private static void assertEnds(String what, Waiting waiting) throws Exception {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              assertThatThrownBy(waiting::run)
                  .isExactlyInstanceOf(CqrsException.class)
                  .hasMessage("Interrupted while waiting for " + what + ".");
              assertThat(Thread.interrupted()).as("the flag").isTrue();

              Thread.currentThread().interrupt();
              assertThatThrownBy(waiting::run).hasMessageContaining("Interrupted while waiting");
              assertThat(Thread.interrupted()).as("the flag").isTrue();
              return null;
            });
    begin(task).interrupt();
    task.get(10, TimeUnit.SECONDS);
  }

  /** A thread that waits already. */
  private static Thread begin(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(thread.isAlive()).as("it waits").isTrue();
      Thread.onSpinWait();
    }
    return thread;
  }
}
