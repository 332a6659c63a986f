package org.plaincqrs.inmemory;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Versioned;

/** Documents and checkpoints as maps; a transaction keeps its writes aside until it commits. */
final class InMemoryDocuments implements DocumentStore {
  private final ReentrantLock lock;
  private final Payloads payloads;
  private final Map<String, Kind> kinds = new HashMap<>();
  private final InMemorySubscriptions subscriptions;

  InMemoryDocuments(ReentrantLock lock, Payloads payloads, InMemorySubscriptions subscriptions) {
    this.lock = lock;
    this.payloads = payloads;
    this.subscriptions = subscriptions;
  }

  /**
   * Makes room for types; indexes are filled anew, for they may be declared otherwise than before.
   */
  void register(List<DocumentType<?, ?>> types) {
    for (DocumentType<?, ?> type : types) {
      kinds.computeIfAbsent(type.name(), name -> new Kind(type)).declare(type);
    }
  }

  @Override
  public <D> Optional<Versioned<D>> find(DocumentType<D, ?> type, String key) {
    lock.lock();
    try {
      return Optional.ofNullable(get(type, key));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public <D> Stream<Versioned<D>> all(DocumentType<D, ?> type) {
    lock.lock();
    try {
      return sorted(type, kind(type).keys());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public <D, T> Stream<Versioned<D>> findBy(DocumentType<D, ?> type, Index<D, T> index, T value) {
    lock.lock();
    try {
      Collection<String> keys = kind(type).keys(index, index.check(type, value));
      if (keys == null) {
        throw new IllegalArgumentException(
            "Index '" + index.name() + "' is not declared on " + type + ".");
      }
      return sorted(type, keys);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long count(DocumentType<?, ?> type) {
    lock.lock();
    try {
      return kind(type).keys().size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long checkpoint(String owner) {
    lock.lock();
    try {
      return subscriptions.position(owner);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(Consumer<DocumentTransaction> work) {
    InMemoryStorage.begin(lock);
    try {
      run(work);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean advance(Checkpoint move, Consumer<DocumentTransaction> work) {
    InMemoryStorage.begin(lock);
    try {
      if (!subscriptions.fits(move)) {
        return false;
      }
      run(work);
      subscriptions.put(move.owner(), move.to());
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void advance(List<Checkpoint> moves) {
    for (Checkpoint move : moves) {
      advance(move, transaction -> {});
    }
  }

  @Override
  public void create(DocumentType<?, ?> type) {
    lock.lock();
    try {
      register(List.of(type));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void drop(DocumentType<?, ?> type) {
    lock.lock();
    try {
      kinds.remove(type.name());
    } finally {
      lock.unlock();
    }
  }

  private void run(Consumer<DocumentTransaction> work) {
    Transaction transaction = begin();
    work.accept(transaction);
    transaction.commit();
  }

  long version(DocumentType<?, ?> type, String key) {
    Versioned<?> found = get(type, key);
    return found == null ? 0 : found.version();
  }

  Transaction begin() {
    return new Transaction();
  }

  private <D> Stream<Versioned<D>> sorted(DocumentType<D, ?> type, Collection<String> keys) {
    return keys.stream()
        .sorted(DocumentType.KEY_ORDER)
        .map(key -> get(type, key))
        .toList()
        .stream();
  }

  private Kind kind(DocumentType<?, ?> type) {
    Kind kind = kinds.get(type.name());
    if (kind == null) {
      throw new IllegalArgumentException(
          "This storage was not opened for " + type + "; wire it first.");
    }
    return kind;
  }

  @SuppressWarnings("unchecked")
  private <D> @Nullable Versioned<D> get(DocumentType<D, ?> type, String key) {
    return (Versioned<D>) kind(type).get(key);
  }

  /** Writes kept aside; a removed document is kept as null. */
  final class Transaction implements DocumentTransaction {
    private Map<Kind, Map<String, Kind.@Nullable Stored>> writes = Map.of();

    @Override
    @SuppressWarnings("unchecked")
    public <D> @Nullable Versioned<D> find(DocumentType<D, ?> type, String key) {
      Map<String, Kind.@Nullable Stored> own = writes.get(kind(type));
      if (own == null || !own.containsKey(key)) {
        return get(type, key);
      }
      Kind.Stored stored = own.get(key);
      return stored == null ? null : (Versioned<D>) stored.versioned();
    }

    @Override
    public <D> void put(DocumentType<D, ?> type, String key, Versioned<D> document) {
      Kind kind = kind(type);
      own(kind).put(key, kind.prepare(payloads.kept(type, document)));
    }

    @Override
    public void remove(DocumentType<?, ?> type, String key) {
      own(kind(type)).put(key, null);
    }

    void commit() {
      writes.forEach((kind, own) -> own.forEach((key, stored) -> apply(kind, key, stored)));
    }

    private static void apply(Kind kind, String key, Kind.@Nullable Stored stored) {
      if (stored == null) {
        kind.remove(key);
      } else {
        kind.put(key, stored);
      }
    }

    private Map<String, Kind.@Nullable Stored> own(Kind kind) {
      if (writes.isEmpty()) {
        writes = new LinkedHashMap<>();
      }
      return writes.computeIfAbsent(kind, k -> new LinkedHashMap<>());
    }
  }
}
