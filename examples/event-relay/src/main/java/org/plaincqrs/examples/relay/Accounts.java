package org.plaincqrs.examples.relay;

import java.time.Duration;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.subscription.FailurePolicy;
import org.plaincqrs.subscription.Sink;
import org.plaincqrs.subscription.Subscription;
import org.plaincqrs.subscription.Subscriptions;

/** Accounts whose events are relayed. */
final class Accounts {
  /** The name of the relay, and of its checkpoint. */
  static final String RELAY = "relay";

  private static final int BATCH = 500;

  /** A broker that is away is waited for, whatever this says; see {@link KafkaSink}. */
  private static final FailurePolicy POLICY =
      FailurePolicy.stop().retries(5, Duration.ofMillis(100), Duration.ofSeconds(5));

  private Accounts() {}

  /** With no relay of their own; another process may have one. */
  static Cqrs without(Storage storage) {
    return wired(storage).build();
  }

  /** With a relay into a sink; of several processes that have it, one runs it. */
  static Cqrs relaying(Storage storage, Sink sink, Duration term) {
    Subscription relay = Subscription.named(RELAY).batch(BATCH).onFailure(POLICY).to(sink);
    Subscriptions.Options defaults = Subscriptions.Options.defaults();
    return wired(storage)
        .follow(relay)
        .subscriptions(new Subscriptions.Options(defaults.node(), term, 1, defaults.listener()))
        .build();
  }

  private static CqrsBuilder wired(Storage storage) {
    return Cqrs.on(storage)
        .events(AccountEvent.class)
        .execute(Move.class, (move, work) -> work.append(move.account(), event(move)));
  }

  private static AccountEvent event(Move move) {
    return move.cents() < 0
        ? new AccountEvent.Withdrawn(move.account(), -move.cents())
        : new AccountEvent.Deposited(move.account(), move.cents());
  }
}
