package org.plaincqrs.inmemory.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plaincqrs.Cqrs;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Versioned;
import org.plaincqrs.subscription.DeadLetter;
import org.plaincqrs.subscription.FailurePolicy;
import org.plaincqrs.subscription.Subscription;
import org.plaincqrs.subscription.SubscriptionState;

/** What is wanted of a dead letter is done, whatever the subscription is at just then. */
@Timeout(60)
class ReplayTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  record Ring(UUID id, String bell) implements ICommand<@Nullable Void> {}

  record Rung(String bell) {}

  /** Whoever else reads dead letters is held up behind the reading, once that is wanted. */
  private static final class SlowLetters extends ForwardingStore {
    private final Thread quick = Thread.currentThread();
    private final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile boolean slow;

    SlowLetters(Store intact) {
      super(intact);
    }

    @Override
    public <D, T> Stream<Versioned<D>> findBy(DocumentType<D, ?> type, Index<D, T> index, T value) {
      Stream<Versioned<D>> found = super.findBy(type, index, value);
      if (slow && type.name().equals(DeadLetter.TYPE.name()) && Thread.currentThread() != quick) {
        found = found.toList().stream();
        read.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return found;
    }
  }

  @Test
  void a_letter_that_is_to_be_replayed_while_letters_are_read_is_replayed() throws Exception {
    InMemoryStorage storage = new InMemoryStorage();
    SlowLetters[] slow = new SlowLetters[1];
    AtomicBoolean mended = new AtomicBoolean();
    try (Cqrs cqrs = on(model -> slow[0] = new SlowLetters(storage.open(model)), mended)) {
      cqrs.send(new Ring(UUID.randomUUID(), "a"));
      cqrs.send(new Ring(UUID.randomUUID(), "b"));
      eventually(() -> letters(cqrs).size() == 2 && isLive(cqrs));
      List<DeadLetter> letters = letters(cqrs);
      mended.set(true);

      slow[0].slow = true;
      cqrs.subscriptions().replay(letters.get(0));
      assertThat(slow[0].read.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      cqrs.subscriptions().replay(letters.get(1));
      slow[0].goOn.countDown();

      eventually(() -> letters(cqrs).isEmpty());
    }
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("nanoseconds too late").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static boolean isLive(Cqrs cqrs) {
    return cqrs.subscriptions().statuses("bells").get(0).state() == SubscriptionState.LIVE;
  }

  private static List<DeadLetter> letters(Cqrs cqrs) {
    return cqrs.subscriptions().deadLetters("bells");
  }

  private static Cqrs on(Storage storage, AtomicBoolean mended) {
    return Cqrs.on(storage)
        .events(Rung.class)
        .execute(Ring.class, (ring, work) -> work.append(ring.bell(), new Rung(ring.bell())))
        .follow(
            Subscription.named("bells")
                .onFailure(FailurePolicy.deadLetter().retries(0, Duration.ZERO, Duration.ZERO))
                .each(
                    event -> {
                      if (!mended.get()) {
                        throw new IllegalStateException("The bell is cracked.");
                      }
                    }))
        .build();
  }
}
