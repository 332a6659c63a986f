package org.plaincqrs.storage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An opened {@link Storage}: the heart of a backend. Thread-safe and linearizable. */
public interface Store extends AutoCloseable {
  /**
   * Takes all of a commit or nothing. In this order: a command handled before is a duplicate (or a
   * reused id), a condition that does not hold is a conflict; then events get their positions and
   * versions, documents are written, inline projections follow and their checkpoints move, the
   * command is remembered.
   *
   * @return once everything is durable, or refused
   * @throws RuntimeException what an inline projection threw, with nothing written; or a failure of
   *     the backend
   */
  Verdict commit(Commit commit);

  /**
   * What is remembered under a command's id: {@link Verdict.Duplicate} when it is the same command,
   * {@link Verdict.IdReused} when it is another.
   */
  Optional<Verdict> remembered(HandledCommand command);

  /** The log. */
  EventLog log();

  /** The documents. */
  DocumentStore documents();

  /**
   * The documents as queries read them. A backend may answer from a replica, which may be behind;
   * checkpoints read here are those of what is read here.
   */
  default DocumentStore views() {
    return documents();
  }

  /** Where the subscriptions stand that write their effects into {@link #documents}. */
  SubscriptionStore subscriptions();

  /** Whether something has changed, as cheaply as the backend can say it. */
  default Pulse pulse() {
    return new Pulse(log().head(), subscriptions().generation());
  }

  /**
   * Words between processes, so that none has to ask all the time; null where there is no such way,
   * so that they do ask.
   */
  default @Nullable Signals signals() {
    return null;
  }

  /**
   * Runs {@code action} once what the calling thread has committed is durable: at once, unless the
   * commit is part of a transaction of the application that is still open. It never runs when that
   * is rolled back.
   */
  default void whenDurable(Runnable action) {
    action.run();
  }

  /** Gives back what it holds; nothing is lost. */
  @Override
  void close();
}
