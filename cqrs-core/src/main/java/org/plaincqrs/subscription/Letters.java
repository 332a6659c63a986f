package org.plaincqrs.subscription;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Versioned;

/**
 * The dead letters of one reader, and the keys whose later events have to wait behind them. For the
 * worker that runs the reader, which alone adds and removes them.
 */
final class Letters {
  private final DocumentStore documents;
  private final Subscription subscription;
  private final String owner;
  private final Set<String> keys = new HashSet<>();
  private volatile boolean any;

  Letters(DocumentStore documents, Subscription subscription, String owner) {
    this.documents = documents;
    this.subscription = subscription;
    this.owner = owner;
  }

  /** All of them, in the order of the log; until they are kept again, none is. */
  List<DeadLetter> load() {
    List<DeadLetter> found = of(documents, owner);
    keys.clear();
    any = !found.isEmpty();
    return found;
  }

  private static List<DeadLetter> of(DocumentStore documents, String owner) {
    try (Stream<Versioned<DeadLetter>> found =
        documents.findBy(DeadLetter.TYPE, DeadLetter.BY_READER, owner)) {
      return found.map(Versioned::document).toList();
    }
  }

  /** Whether there was one when last looked. */
  boolean any() {
    return any;
  }

  void keep(DeadLetter letter) {
    keys.add(letter.key());
    any = true;
  }

  /** Whether one of that key is kept. */
  boolean block(String key) {
    return keys.contains(key);
  }

  /** Whether an event has to wait behind one. */
  boolean blocks(RecordedEvent event) {
    return !keys.isEmpty()
        && subscription.failures.othersWait()
        && keys.contains(Subscription.key(event));
  }

  /**
   * One that has failed.
   *
   * @param event null when it can't be read
   * @param position of the event
   */
  DeadLetter failed(
      @Nullable RecordedEvent event, long position, Throwable failure, int attempts, Instant now) {
    return new DeadLetter(
        owner,
        subscription.name,
        position,
        event == null ? "" : event.type(),
        event == null ? "" : Subscription.key(event),
        DeadLetter.describe(failure),
        attempts,
        now,
        DeadLetter.Wanted.KEPT);
  }

  /** One that waits behind another. */
  DeadLetter waiting(RecordedEvent event, Instant now) {
    return new DeadLetter(
        owner,
        subscription.name,
        event.position(),
        event.type(),
        Subscription.key(event),
        "",
        0,
        now,
        DeadLetter.Wanted.KEPT);
  }

  static void put(DocumentTransaction transaction, DeadLetter letter) {
    transaction.put(DeadLetter.TYPE, letter.id(), new Versioned<>(letter, letter.position()));
  }

  static void remove(DocumentTransaction transaction, DeadLetter letter) {
    transaction.remove(DeadLetter.TYPE, letter.id());
  }

  /** Forgets those of a reader that is no more. */
  static void forget(DocumentStore documents, Reader reader) {
    List<DeadLetter> found = of(documents, reader.owner());
    if (!found.isEmpty()) {
      documents.write(transaction -> found.forEach(each -> remove(transaction, each)));
    }
  }
}
