package org.plaincqrs;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.query.DocumentReadRepository;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.subscription.Follower;
import org.plaincqrs.subscription.Followers;

/**
 * Which document lives in which storage, and who writes it; opens the storages when everything is
 * known.
 */
final class Wiring {
  private record Placed(Projection<?, ?> projection, Storage storage) {}

  private final Storage main;
  private final IdentityHashMap<Storage, Map<String, DocumentType<?, ?>>> documents =
      new IdentityHashMap<>();
  private final List<Storage> storages = new ArrayList<>();
  private final List<DocumentType<?, ?>> read = new ArrayList<>();
  private final Map<Class<?>, String> unrecorded = new HashMap<>();
  private final List<InlineProjection> inline = new ArrayList<>();
  private final List<Placed> following = new ArrayList<>();
  private final Map<String, Placed> views = new LinkedHashMap<>();
  private final IdentityHashMap<Storage, Store> open = new IdentityHashMap<>();

  Wiring(Storage main) {
    this.main = main;
    register(main);
  }

  void inline(Projection<?, ?> projection) {
    place(projection, main);
    inline.add(projection);
  }

  void inline(InlineProjection projection, List<DocumentType<?, ?>> writes) {
    if (views.containsKey(projection.name())
        || inline.stream().anyMatch(each -> each.name().equals(projection.name()))) {
      throw twice(projection.name());
    }
    writes.forEach(this::document);
    inline.add(projection);
  }

  private static ConfigurationException twice(String projection) {
    return new ConfigurationException(
        "Projection '"
            + projection
            + "' is wired twice; wire it once, by inline(...) or follow(...).");
  }

  void follow(Projection<?, ?> projection, Storage storage) {
    register(storage);
    following.add(place(projection, storage));
  }

  /** Events of that class stay with their aggregates, whose state alone is stored. */
  void unrecorded(String aggregate, Class<?> eventClass) {
    unrecorded.put(eventClass, aggregate);
  }

  void document(DocumentType<?, ?> type) {
    document(main, type);
  }

  <V, K> IReadRepository<V, K> view(Projection<V, K> projection) {
    Placed placed = views.get(projection.name());
    if (placed == null || placed.projection != projection) {
      throw new ConfigurationException(
          "Nothing keeps view '"
              + projection.name()
              + "'; wire its projection first, by inline(...) or follow(...).");
    }
    return new DocumentReadRepository<>(() -> opened(placed.storage).views(), projection.type());
  }

  <D, K> IReadRepository<D, K> states(DocumentType<D, K> type) {
    read.add(type);
    return new DocumentReadRepository<>(() -> opened(main).views(), type);
  }

  /** Opens the storages, the main one first; what was opened is closed again when one fails. */
  Store open(EventTypes types, Clock clock) {
    checkEventClasses(types);
    checkReadStates();
    try {
      for (Storage storage : storages) {
        List<InlineProjection> takePart = storage == main ? List.copyOf(inline) : List.of();
        List<DocumentType<?, ?>> kinds =
            List.copyOf(Objects.requireNonNull(documents.get(storage)).values());
        open.put(storage, storage.open(new StorageModel(types, kinds, takePart, clock)));
      }
      Store store = Objects.requireNonNull(open.get(main));
      catchUp(store, types);
      return store;
    } catch (RuntimeException | Error e) {
      try {
        close(openStores());
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      open.clear();
      throw e;
    }
  }

  /** Inline views that are new, or followed the log before, see what they have missed. */
  private void catchUp(Store store, EventTypes types) {
    for (InlineProjection projection : inline) {
      new Follower(projection.name(), projection, store.documents()).catchUp(store.log(), types);
    }
  }

  List<Follower> followers() {
    return following.stream()
        .map(
            placed ->
                new Follower(
                    placed.projection.name(),
                    placed.projection,
                    opened(placed.storage).documents()))
        .toList();
  }

  /** The views that are read elsewhere than where they are written. */
  List<Followers.Replica> replicas() {
    return views.values().stream()
        .filter(placed -> opened(placed.storage).views() != opened(placed.storage).documents())
        .map(
            placed ->
                new Followers.Replica(placed.projection.name(), opened(placed.storage).views()))
        .toList();
  }

  /** The open stores, the main one last. */
  List<Store> openStores() {
    List<Store> stores = new ArrayList<>();
    for (int i = storages.size() - 1; i >= 0; i--) {
      Store store = open.get(storages.get(i));
      if (store != null) {
        stores.add(store);
      }
    }
    return stores;
  }

  /** Closes each; one that fails keeps no other from being closed. */
  static void close(List<Store> stores) {
    @Nullable RuntimeException failure = null;
    for (Store store : stores) {
      try {
        store.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private Store opened(Storage storage) {
    Store store = open.get(storage);
    if (store == null) {
      throw new IllegalStateException(
          "The wiring is not built yet; views can be read once CqrsBuilder.build() has returned.");
    }
    return store;
  }

  private Placed place(Projection<?, ?> projection, Storage storage) {
    Placed placed = new Placed(projection, storage);
    if (views.putIfAbsent(projection.name(), placed) != null
        || inline.stream().anyMatch(each -> each.name().equals(projection.name()))) {
      throw twice(projection.name());
    }
    document(storage, projection.type());
    return placed;
  }

  private void register(Storage storage) {
    if (documents.putIfAbsent(storage, new HashMap<>()) == null) {
      storages.add(storage);
    }
  }

  private void document(Storage storage, DocumentType<?, ?> type) {
    DocumentType<?, ?> present =
        Objects.requireNonNull(documents.get(storage)).putIfAbsent(type.name(), type);
    if (present != null) {
      throw new ConfigurationException(
          "Two kinds of document are called '"
              + type.name()
              + "' in one storage; give the view or the aggregate another"
              + " name.");
    }
  }

  private void checkReadStates() {
    for (DocumentType<?, ?> type : read) {
      DocumentType<?, ?> kept = Objects.requireNonNull(documents.get(main)).get(type.name());
      if (kept == null || !kept.indexes().equals(type.indexes())) {
        throw new ConfigurationException(
            "The states of '"
                + type.name()
                + "' are read, but no repository keeps them with those indexes; pass the stateType() of"
                + " an aggregate type that is stored as state, or the type of a repository.");
      }
    }
  }

  private void checkEventClasses(EventTypes types) {
    for (Placed placed : views.values()) {
      Projection<?, ?> projection = placed.projection;
      for (Class<?> eventClass : projection.eventClasses()) {
        checkRegistered(projection, eventClass, types);
        checkCurrent(projection, eventClass, types);
      }
      unrecorded.forEach(
          (eventClass, aggregate) -> checkRecorded(projection, eventClass, aggregate));
    }
  }

  private static void checkRegistered(
      Projection<?, ?> projection, Class<?> eventClass, EventTypes types) {
    if (!types.knows(eventClass)) {
      throw new ConfigurationException(
          "Projection '"
              + projection.name()
              + "' takes "
              + eventClass.getName()
              + ", which is no registered event class; add it with events("
              + eventClass.getSimpleName()
              + ".class), and name concrete classes in on(...).");
    }
  }

  private static void checkCurrent(
      Projection<?, ?> projection, Class<?> eventClass, EventTypes types) {
    if (types.isOldForm(eventClass)) {
      throw new ConfigurationException(
          "Projection '"
              + projection.name()
              + "' takes "
              + eventClass.getName()
              + ", an old form that an upcaster replaces before it is seen; take what it becomes.");
    }
  }

  private static void checkRecorded(
      Projection<?, ?> projection, Class<?> eventClass, String aggregate) {
    if (projection.eventClasses().stream().anyMatch(eventClass::isAssignableFrom)) {
      throw new ConfigurationException(
          "Projection '"
              + projection.name()
              + "' takes events of '"
              + aggregate
              + "', which is stored as Persistence.STATE, so they are never recorded; store it as"
              + " STATE_AND_EVENTS, or read its states(...).");
    }
  }
}
