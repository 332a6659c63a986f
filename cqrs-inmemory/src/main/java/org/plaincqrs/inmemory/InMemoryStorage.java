package org.plaincqrs.inmemory;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.storage.PayloadCodec;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;

/**
 * A storage in the memory of this process. It keeps every promise but durability: what it holds
 * ends with this object, and outlives the {@link Store}s opened on it. One lock guards all of it,
 * so every call is atomic and they are in one order.
 *
 * <p>Documents and events are kept as the objects they are, so they must be immutable. Given a
 * {@link PayloadCodec}, they are encoded and read back first: a test in memory then finds payloads
 * that would not come through a database. Thread-safe.
 */
public final class InMemoryStorage implements Storage {
  private static final Duration RETENTION = Duration.ofDays(7);

  final ReentrantLock lock = new ReentrantLock();
  final Payloads payloads;
  final InMemoryLog log = new InMemoryLog(lock);
  final InMemorySubscriptions subscriptions = new InMemorySubscriptions(lock);
  final InMemoryDocuments documents;
  final InMemoryCommands commands;

  /** An empty storage that remembers commands for 7 days. */
  public InMemoryStorage() {
    this(RETENTION);
  }

  /** An empty storage that remembers commands for 7 days, whose payloads go through a codec. */
  public InMemoryStorage(PayloadCodec codec) {
    this(RETENTION, codec);
  }

  /**
   * An empty storage that remembers commands that long: within it, a repeated command has no second
   * effect.
   */
  public InMemoryStorage(Duration commandRetention) {
    this(commandRetention, null);
  }

  /** The same, whose payloads go through {@code codec}; without one the objects are kept. */
  public InMemoryStorage(Duration commandRetention, @Nullable PayloadCodec codec) {
    payloads = new Payloads(codec);
    documents = new InMemoryDocuments(lock, payloads, subscriptions);
    commands = new InMemoryCommands(commandRetention);
  }

  /** Takes the lock for something that must not happen inside something else. */
  static void begin(ReentrantLock lock) {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "A commit or write was begun inside another one, by a projection or an index; they only"
              + " compute, and write through the transaction they are given.");
    }
    lock.lock();
  }

  @Override
  public Store open(StorageModel model) {
    lock.lock();
    try {
      documents.register(model.documents());
    } finally {
      lock.unlock();
    }
    return new InMemoryStore(this, model);
  }
}
