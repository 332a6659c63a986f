package org.plaincqrs.inmemory.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plaincqrs.Cqrs;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.inmemory.behaviour.Bank.Closed;
import org.plaincqrs.inmemory.behaviour.Bank.Probe;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.subscription.Subscription;

/** Nodes that come and go ten thousand times leave nothing behind. */
@Timeout(180)
class StartAndStopTest {
  private static final int ROUNDS = 10_000;
  private static final int WARM_UP = 1_000;
  private static final int ONE_EVENT_IN = 10;
  private static final long MOST_GROWTH_BYTES = 8 << 20;
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Storage storage = new InMemoryStorage();
  private final AtomicLong handled = new AtomicLong();

  @Test
  void nodes_that_come_and_go_leave_no_thread_no_memory_and_no_trace_in_the_roster() {
    long bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      if (round == WARM_UP) {
        bytes = used();
      }
      startAndStop(round);
    }

    awaitNoThread();
    assertThat(used() - bytes).isLessThan(MOST_GROWTH_BYTES);
    assertThat(handled).hasValue(ROUNDS / ONE_EVENT_IN);
    StorageModel model =
        new StorageModel(EventTypes.of(Closed.class), List.of(), List.of(), Clock.systemUTC());
    try (Store store = storage.open(model)) {
      assertThat(store.subscriptions().roster().nodes()).isEmpty();
      assertThat(store.subscriptions().roster().readers()).hasSize(1);
    }
  }

  /** Each is a node of its own name. */
  private void startAndStop(int round) {
    try (Cqrs cqrs =
        Cqrs.on(storage)
            .events(Closed.class)
            .handle(
                Probe.class,
                (probe, work) -> {
                  work.append(probe.text(), new Closed(probe.text()));
                  return probe.text();
                })
            .follow(Subscription.named("closed").each(event -> handled.incrementAndGet()))
            .build()) {
      if (round % ONE_EVENT_IN == 0) {
        cqrs.await(cqrs.send(new Probe("a")), SOON);
      }
    }
  }

  /** The last ones may be on their way out. */
  private static void awaitNoThread() {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(each -> each.getName().startsWith("cqrs-"))) {
      assertThat(System.nanoTime()).as("no thread is left").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /** The heap in use behind a few collections. */
  private static long used() {
    for (int i = 0; i < 5; i++) {
      System.gc();
      LockSupport.parkNanos(20_000_000);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
