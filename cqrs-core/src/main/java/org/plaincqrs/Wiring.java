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
import org.plaincqrs.storage.AsOf;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.UpcastingLog;
import org.plaincqrs.subscription.CatchUp;
import org.plaincqrs.subscription.Subscription;
import org.plaincqrs.subscription.Subscriptions;

/**
 * Which document lives in which storage, and who writes it; opens the storages when everything is
 * known.
 */
final class Wiring {
  private record Placed(Projection<?, ?> projection, Storage storage) {}

  private record Following(Subscription subscription, Storage storage) {}

  private final Storage main;
  private final IdentityHashMap<Storage, Map<String, DocumentType<?, ?>>> documents =
      new IdentityHashMap<>();
  private final List<Storage> storages = new ArrayList<>();
  private final List<DocumentType<?, ?>> read = new ArrayList<>();
  private final Map<Class<?>, String> unrecorded = new HashMap<>();
  private final List<InlineProjection> inline = new ArrayList<>();
  private final List<Following> following = new ArrayList<>();
  private final Map<String, Placed> views = new LinkedHashMap<>();
  private final Map<String, Projection<?, ?>> live = new LinkedHashMap<>();
  private final IdentityHashMap<Storage, Store> open = new IdentityHashMap<>();

  private volatile @Nullable Subscriptions subscriptions;
  private volatile @Nullable History history;

  Wiring(Storage main) {
    this.main = main;
    register(main);
  }

  void inline(Projection<?, ?> projection) {
    place(projection, main);
    inline.add(projection);
  }

  void inline(InlineProjection projection, List<DocumentType<?, ?>> writes) {
    checkNewView(projection.name());
    writes.forEach(this::document);
    inline.add(projection);
  }

  /** A view of that projection is kept nowhere, and computed when it is read. */
  void live(Projection<?, ?> projection) {
    checkNewView(projection.name());
    live.put(projection.name(), projection);
  }

  private boolean isTaken(String name) {
    return views.containsKey(name)
        || live.containsKey(name)
        || inline.stream().anyMatch(each -> each.name().equals(name))
        || following.stream().anyMatch(each -> each.subscription.name().equals(name));
  }

  void follow(Projection<?, ?> projection, Storage storage) {
    register(storage);
    place(projection, storage);
    followed(projection.subscription(), storage);
  }

  void follow(Subscription subscription, Storage storage) {
    register(storage);
    if (isTaken(subscription.name())) {
      throw new ConfigurationException(
          "Two readers of the log are called '"
              + subscription.name()
              + "'; give one of them another name.");
    }
    subscription.documents().forEach(each -> document(storage, each));
    followed(subscription, storage);
  }

  private void followed(Subscription subscription, Storage storage) {
    following.add(new Following(subscription, storage));
    for (DocumentType<?, ?> each : Subscriptions.documents()) {
      Objects.requireNonNull(documents.get(storage)).put(each.name(), each);
    }
  }

  /** Events of that class stay with their aggregates, whose state alone is stored. */
  void unrecorded(String aggregate, Class<?> eventClass) {
    unrecorded.put(eventClass, aggregate);
  }

  void document(DocumentType<?, ?> type) {
    document(main, type);
  }

  <V, K> IReadRepository<V, K> view(Projection<V, K> projection) {
    if (live.get(projection.name()) == projection) {
      return projection.live(pages -> history().read(projection, AsOf.now(), pages));
    }
    Placed placed = views.get(projection.name());
    if (placed == null || placed.projection != projection) {
      throw new ConfigurationException(
          "Nothing keeps view '"
              + projection.name()
              + "'; wire its projection first, by inline(...), follow(...) or live(...).");
    }
    return built(placed.storage, projection.name(), projection.type());
  }

  /**
   * Refuses the name of a view that is not there.
   *
   * @throws ConfigurationException that names those that are
   */
  void checkView(String name) {
    if (!isTaken(name)) {
      throw new ConfigurationException(
          "There is no view '" + name + "'; those that are there are " + views.keySet() + ".");
    }
  }

  /** The log of the open storage; works once that is open. */
  History history() {
    return opened(history);
  }

  /** What a subscription writes, of the build that is to be read. */
  <V, K> IReadRepository<V, K> view(String subscription, DocumentType<V, K> type) {
    for (Following each : following) {
      if (each.subscription.name().equals(subscription)
          && each.subscription.documents().contains(type)) {
        return built(each.storage, subscription, type);
      }
    }
    throw new ConfigurationException(
        "No subscription '"
            + subscription
            + "' that writes '"
            + type.name()
            + "' is wired; name the type in its documents(...), and wire it by follow(...).");
  }

  private <V, K> IReadRepository<V, K> built(
      Storage storage, String subscription, DocumentType<V, K> type) {
    return new DocumentReadRepository<>(
        () -> opened(storage).views(), type, () -> built(subscription, type));
  }

  private <V, K> DocumentType<V, K> built(String subscription, DocumentType<V, K> type) {
    Subscriptions running = subscriptions;
    int build = running == null ? 1 : running.build(subscription);
    return build == 1 ? type : type.named(Reader.built(type.name(), build));
  }

  /** Who knows which build of a view is to be read. */
  void running(Subscriptions started) {
    subscriptions = started;
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
      history = new History(UpcastingLog.of(store.log(), types), types);
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
      new CatchUp(projection, store, types).run();
    }
  }

  /** What follows the log, and where to. */
  List<Subscriptions.Placed> subscriptions() {
    return following.stream()
        .map(each -> new Subscriptions.Placed(each.subscription, opened(each.storage)))
        .toList();
  }

  /** The views that are read elsewhere than where they are written. */
  List<Subscriptions.Replica> replicas() {
    return views.values().stream()
        .filter(placed -> opened(placed.storage).views() != opened(placed.storage).documents())
        .map(
            placed ->
                new Subscriptions.Replica(placed.projection.name(), opened(placed.storage).views()))
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
    return opened(open.get(storage));
  }

  private static <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException(
          "The wiring is not built yet; views can be read once CqrsBuilder.build() has returned.");
    }
    return part;
  }

  private void place(Projection<?, ?> projection, Storage storage) {
    checkNewView(projection.name());
    views.put(projection.name(), new Placed(projection, storage));
    document(storage, projection.type());
  }

  private void checkNewView(String name) {
    if (isTaken(name)) {
      throw new ConfigurationException(
          "Projection '"
              + name
              + "' is wired twice; wire it once, by inline(...), follow(...) or live(...).");
    }
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
    List<Projection<?, ?>> projections = new ArrayList<>(live.values());
    views.values().forEach(placed -> projections.add(placed.projection));
    for (Projection<?, ?> projection : projections) {
      History.checkEventClasses(projection, types);
      unrecorded.forEach(
          (eventClass, aggregate) -> checkRecorded(projection, eventClass, aggregate));
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
