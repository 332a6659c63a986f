package org.plaincqrs.aggregate;

import java.util.List;
import java.util.function.Function;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.Identifiers;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;

/**
 * What the library must know of a kind of aggregate. Immutable; make one constant per aggregate
 * class.
 *
 * <pre>{@code
 * static final AggregateType<Product, Integer, ProductState, ProductEvent> TYPE =
 *     AggregateType.of("product", ProductState.class, ProductEvent.class)
 *         .startingFrom(ProductState.NONE, Product::new)
 *         .keyedBy(Integer.class, Product::id);
 * }</pre>
 *
 * @param <A> the aggregate
 * @param <K> its key
 * @param <S> its state
 * @param <E> its events
 */
public final class AggregateType<A extends Aggregate<S, E>, K, S, E> {
  private final Based<A, S, E> base;
  private final Function<A, K> key;
  private final DocumentType<S, K> stateType;
  private final DocumentType<S, K> snapshotType;

  private AggregateType(
      Based<A, S, E> base,
      Function<A, K> key,
      DocumentType<S, K> stateType,
      DocumentType<S, K> snapshotType) {
    this.base = base;
    this.key = key;
    this.stateType = stateType;
    this.snapshotType = snapshotType;
  }

  /**
   * Begins the description.
   *
   * @param name the stable name: it begins the names of the streams and names the state in the
   *     storage; without a hyphen, which parts it from the key there
   * @param stateClass the state, an immutable value
   * @param eventClass the events: a sealed interface, or the only event class
   * @throws ConfigurationException when the name has a hyphen
   */
  public static <S, E> Named<S, E> of(String name, Class<S> stateClass, Class<E> eventClass) {
    if (name.indexOf('-') >= 0) {
      throw new ConfigurationException(
          "The aggregate type name '"
              + name
              + "' has a hyphen, which parts name and key in the names of streams; write it without.");
    }
    return new Named<>(Identifiers.check("aggregate type name", name), stateClass, eventClass);
  }

  /**
   * The same, with snapshots of another shape of the state: raise it when the state class changes,
   * from 1.
   */
  public AggregateType<A, K, S, E> stateRevision(int revision) {
    return new AggregateType<>(
        base, key, stateType, base.named.snapshotType(stateType.keyText(), revision));
  }

  /**
   * The same, with one more index over the state, for DAOs that read it where aggregates are
   * state-based.
   */
  public AggregateType<A, K, S, E> indexedBy(Index<S, ?> index) {
    return new AggregateType<>(base, key, stateType.indexedBy(index), snapshotType);
  }

  /** The stable name. */
  public String name() {
    return base.named.name;
  }

  /** The class of the events: a sealed interface, or the only event class. */
  public Class<E> eventClass() {
    return base.named.eventClass;
  }

  /** How the state is stored where aggregates are state-based. */
  public DocumentType<S, K> stateType() {
    return stateType;
  }

  /** How snapshots are stored where aggregates are event-sourced. */
  public DocumentType<S, K> snapshotType() {
    return snapshotType;
  }

  /** The stream of the aggregate with that key: the type's name, a hyphen, and the key's text. */
  public String stream(K aggregateKey) {
    return streamOf(keyText(aggregateKey));
  }

  String streamOf(String keyText) {
    return name() + "-" + keyText;
  }

  String key(A aggregate) {
    return keyText(key.apply(aggregate));
  }

  /** The checked text of a key; it must leave room for the name, so that it fits a stream, too. */
  String keyText(K aggregateKey) {
    String text = stateType.key(aggregateKey);
    Identifiers.check("stream", streamOf(text));
    return text;
  }

  S initialState() {
    return base.initial;
  }

  A restore(S state) {
    return base.restore.apply(state);
  }

  /** The description with name and classes; {@link #startingFrom} goes on. */
  public static final class Named<S, E> {
    private final String name;
    private final Class<S> stateClass;
    private final Class<E> eventClass;

    private Named(String name, Class<S> stateClass, Class<E> eventClass) {
      this.name = name;
      this.stateClass = stateClass;
      this.eventClass = eventClass;
    }

    /**
     * Tells how instances are made.
     *
     * @param initial the state before the first event
     * @param restore makes an instance in a given state
     */
    public <A extends Aggregate<S, E>> Based<A, S, E> startingFrom(
        S initial, Function<S, A> restore) {
      return new Based<>(this, initial, restore);
    }

    private <K> DocumentType<S, K> snapshotType(Function<K, String> keyText, int revision) {
      return new DocumentType<>(name + ".snapshot." + revision, stateClass, keyText, List.of());
    }
  }

  /** The description with the way to make instances; {@link #keyedBy} completes it. */
  public static final class Based<A extends Aggregate<S, E>, S, E> {
    private final Named<S, E> named;
    private final S initial;
    private final Function<S, A> restore;

    private Based(Named<S, E> named, S initial, Function<S, A> restore) {
      this.named = named;
      this.initial = initial;
      this.restore = restore;
    }

    /**
     * Tells how an instance's key is found.
     *
     * @param keyClass String, Integer, Long or UUID
     */
    public <K> AggregateType<A, K, S, E> keyedBy(Class<K> keyClass, Function<A, K> key) {
      return keyedBy(key, DocumentType.keyText(named.name, keyClass));
    }

    /** As {@link #keyedBy(Class, Function)}, for keys of any class, with their text form. */
    public <K> AggregateType<A, K, S, E> keyedBy(Function<A, K> key, Function<K, String> keyText) {
      return new AggregateType<>(
          this,
          key,
          new DocumentType<>(named.name, named.stateClass, keyText, List.of()),
          named.snapshotType(keyText, 1));
    }
  }
}
