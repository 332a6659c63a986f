package org.plaincqrs.inmemory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  /** The documents of one type, and for each index the keys by value. */
  private static final class Kind {
    private final Map<String, Versioned<?>> byKey = new HashMap<>();
    private final Map<Index<?, ?>, Map<Object, Set<String>>> byValue = new LinkedHashMap<>();
  }

  private static final Comparator<String> BY_CODE_POINTS =
      (a, b) -> java.util.Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  private final ReentrantLock lock;
  private final Map<String, Kind> kinds = new HashMap<>();
  private final Map<String, Long> checkpoints = new HashMap<>();

  InMemoryDocuments(ReentrantLock lock) {
    this.lock = lock;
  }

  /** Makes room for types; indexes are filled anew, for they may be declared otherwise than before. */
  void register(List<DocumentType<?, ?>> types) {
    for (DocumentType<?, ?> type : types) {
      Kind kind = kinds.computeIfAbsent(type.name(), name -> new Kind());
      kind.byValue.clear();
      type.indexes().forEach(index -> kind.byValue.put(index, new HashMap<>()));
      kind.byKey.forEach((key, versioned) -> index(kind, key, versioned.document(), true));
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
      return sorted(type, List.copyOf(kind(type).byKey.keySet()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public <D, T> Stream<Versioned<D>> findBy(DocumentType<D, ?> type, Index<D, T> index, T value) {
    lock.lock();
    try {
      Map<Object, Set<String>> byValue = kind(type).byValue.get(index);
      if (byValue == null) {
        throw new IllegalArgumentException("Index '" + index.name() + "' is not declared on " + type + ".");
      }
      return sorted(type, List.copyOf(byValue.getOrDefault(value, Set.of())));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long count(DocumentType<?, ?> type) {
    lock.lock();
    try {
      return kind(type).byKey.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long checkpoint(String owner) {
    lock.lock();
    try {
      return checkpoints.getOrDefault(owner, 0L);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(Consumer<DocumentTransaction> work) {
    lock.lock();
    try {
      Transaction transaction = begin();
      work.accept(transaction);
      transaction.commit();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean advance(Checkpoint move, Consumer<DocumentTransaction> work) {
    lock.lock();
    try {
      if (checkpoint(move.owner()) != move.from()) {
        return false;
      }
      write(work);
      checkpoints.put(move.owner(), move.to());
      return true;
    } finally {
      lock.unlock();
    }
  }

  long version(DocumentType<?, ?> type, String key) {
    Versioned<?> found = get(type, key);
    return found == null ? 0 : found.version();
  }

  Transaction begin() {
    return new Transaction();
  }

  private <D> Stream<Versioned<D>> sorted(DocumentType<D, ?> type, List<String> keys) {
    return keys.stream().sorted(BY_CODE_POINTS).map(key -> get(type, key)).toList().stream();
  }

  private Kind kind(DocumentType<?, ?> type) {
    Kind kind = kinds.get(type.name());
    if (kind == null) {
      throw new IllegalArgumentException("This storage was not opened for " + type + "; wire it first.");
    }
    return kind;
  }

  @SuppressWarnings("unchecked")
  private <D> @Nullable Versioned<D> get(DocumentType<D, ?> type, String key) {
    return (Versioned<D>) kind(type).byKey.get(key);
  }

  private void replace(Kind kind, String key, @Nullable Versioned<?> document) {
    Versioned<?> old = document == null ? kind.byKey.remove(key) : kind.byKey.put(key, document);
    if (kind.byValue.isEmpty()) {
      return;
    }
    if (old != null) {
      index(kind, key, old.document(), false);
    }
    if (document != null) {
      index(kind, key, document.document(), true);
    }
  }

  @SuppressWarnings("unchecked")
  private static void index(Kind kind, String key, Object document, boolean add) {
    kind.byValue.forEach(
        (index, keys) -> {
          Object value = ((Index<Object, Object>) index).value().apply(document);
          if (value != null && add) {
            keys.computeIfAbsent(value, v -> new HashSet<>()).add(key);
          } else if (value != null) {
            Set<String> left = keys.getOrDefault(value, Set.of());
            left.remove(key);
            if (left.isEmpty()) {
              keys.remove(value);
            }
          }
        });
  }

  /** Writes kept aside; a removed document is kept as null. */
  final class Transaction implements DocumentTransaction {
    private final Map<Kind, Map<String, @Nullable Versioned<?>>> writes = new LinkedHashMap<>();

    @Override
    @SuppressWarnings("unchecked")
    public <D> @Nullable Versioned<D> find(DocumentType<D, ?> type, String key) {
      Map<String, @Nullable Versioned<?>> own = writes.get(kind(type));
      return own != null && own.containsKey(key) ? (Versioned<D>) own.get(key) : get(type, key);
    }

    @Override
    public <D> void put(DocumentType<D, ?> type, String key, Versioned<D> document) {
      // An index function that throws does so here, before anything is changed.
      type.indexes().forEach(index -> index.value().apply(document.document()));
      own(type).put(key, document);
    }

    @Override
    public void remove(DocumentType<?, ?> type, String key) {
      own(type).put(key, null);
    }

    void commit() {
      writes.forEach((kind, own) -> own.forEach((key, document) -> replace(kind, key, document)));
    }

    private Map<String, @Nullable Versioned<?>> own(DocumentType<?, ?> type) {
      return writes.computeIfAbsent(kind(type), kind -> new LinkedHashMap<>());
    }
  }
}
