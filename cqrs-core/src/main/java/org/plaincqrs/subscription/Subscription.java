package org.plaincqrs.subscription;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Reader;

/**
 * A named, durable reader of the log with a checkpoint: what it gets, and what is done with it.
 * Immutable.
 *
 * <pre>{@code
 * Subscription mails = Subscription.named("mails")
 *     .events(OrderPlaced.class)
 *     .from(Start.end())
 *     .onFailure(FailurePolicy.deadLetter())
 *     .each(event -> mailer.send((OrderPlaced) event.payload()));
 * }</pre>
 */
public final class Subscription {
  /** Handles events one by one, outside of any transaction: at least once. */
  @FunctionalInterface
  public interface EachEvent {
    /**
     * Handles one event.
     *
     * @throws Exception when it can't; see {@link FailurePolicy}
     */
    void handle(RecordedEvent event) throws Exception;
  }

  /**
   * Handles events in the transaction that moves the checkpoint: what is written through it is
   * there exactly once.
   */
  @FunctionalInterface
  public interface InTransaction {
    /**
     * Handles a batch.
     *
     * @throws Exception when it can't; nothing of the batch stays then; see {@link FailurePolicy}
     */
    void handle(Delivery delivery, DocumentTransaction transaction) throws Exception;
  }

  final String name;
  final int version;
  final int parts;
  final Start start;
  final int batch;
  final FailurePolicy failures;
  final List<DocumentType<?, ?>> documents;
  final @Nullable InTransaction transactional;
  final @Nullable EachEvent each;
  final @Nullable Sink sink;
  final boolean splitsByItself;
  private final Set<Class<?>> classes;
  private final @Nullable EventQuery query;
  private final @Nullable String streams;

  private Subscription(
      Builder builder,
      @Nullable InTransaction transactional,
      @Nullable EachEvent each,
      @Nullable Sink sink,
      boolean splitsByItself) {
    name = builder.name;
    version = builder.version;
    parts = builder.parts;
    start = builder.start;
    batch = builder.batch;
    failures = builder.failures;
    documents = builder.documents;
    classes = Set.copyOf(builder.classes);
    query = builder.query;
    streams = builder.streams;
    this.transactional = transactional;
    this.each = each;
    this.sink = sink;
    this.splitsByItself = splitsByItself;
  }

  /** Begins a subscription; the name is that of its checkpoint. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The stable name. */
  public String name() {
    return name;
  }

  /** Name and version, as nodes tell each other what they can run. */
  String known() {
    return known(name, version);
  }

  static String known(String subscription, int version) {
    return version + " " + subscription;
  }

  /** Whether its effects are documents, of which each build has its own. */
  boolean isView() {
    return !documents.isEmpty();
  }

  /** What to ask the log for, by the names under which events were recorded. */
  EventQuery query(EventTypes types) {
    if (query != null) {
      return query;
    }
    if (classes.isEmpty()) {
      return EventQuery.all();
    }
    Set<String> names = new HashSet<>();
    classes.forEach(each -> names.addAll(types.names(each)));
    return EventQuery.types(names);
  }

  /** Whether the handler wants an event of the program's, one that the query has found. */
  boolean wants(RecordedEvent event) {
    return names(event.payload())
        && (streams == null || (event.stream() != null && event.stream().startsWith(streams)));
  }

  /** Asked for each event: no stream, and first what is mostly so. */
  private boolean names(Object payload) {
    if (classes.isEmpty() || classes.contains(payload.getClass())) {
      return true;
    }
    for (Class<?> each : classes) {
      if (each.isInstance(payload)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an event belongs to a part; without a stream it goes by its own id. */
  boolean isOf(int part, int ofParts, RecordedEvent event) {
    return splitsByItself || ofParts == 1 || Delivery.partOf(key(event), ofParts) == part;
  }

  static String key(RecordedEvent event) {
    return event.stream() == null ? event.id().toString() : event.stream();
  }

  /** The kinds of documents that its handler writes. */
  public List<DocumentType<?, ?>> documents() {
    return documents;
  }

  /** The classes of events that it names. */
  public Set<Class<?>> eventClasses() {
    return classes;
  }

  /** Collects what a subscription is like; not for use by several threads. */
  public static final class Builder {
    private static final int BATCH = 1_000;

    private final String name;
    private final Set<Class<?>> classes = new HashSet<>();
    private int version = 1;
    private int parts = 1;
    private Start start = Start.beginning();
    private int batch = BATCH;
    private FailurePolicy failures = FailurePolicy.stop();
    private List<DocumentType<?, ?>> documents = List.of();
    private @Nullable EventQuery query;
    private @Nullable String streams;

    private Builder(String name) {
      Reader.checkName(name);
      this.name = name;
    }

    /**
     * The version of what it does, from 1. A raised version of one that writes documents is built
     * from the start beside what is there, and takes its place once it has come as far; without
     * documents, it takes its place at once and goes on from there.
     */
    public Builder version(int newVersion) {
      version = positive("version", newVersion);
      return this;
    }

    /**
     * Into how many parts it is split, which run side by side, on several nodes if there are; every
     * stream belongs to one part. Raise the version to change it.
     */
    public Builder parts(int newParts) {
      parts = positive("number of parts", newParts);
      return this;
    }

    /** Where it begins when it has never run; by default with the first event. */
    public Builder from(Start newStart) {
      start = Objects.requireNonNull(newStart, "The start is null.");
      return this;
    }

    /** Takes events of these classes and their subclasses only. */
    public Builder events(Class<?>... newClasses) {
      classes.addAll(Set.of(newClasses));
      return this;
    }

    /** Takes events that match a query only, by the type names that were recorded. */
    public Builder matching(EventQuery newQuery) {
      query = newQuery;
      return this;
    }

    /** Takes events of streams only whose names begin so. */
    public Builder streams(String prefix) {
      streams = prefix;
      return this;
    }

    /** How many events are handled at once, at most; by default 1,000. */
    public Builder batch(int newBatch) {
      batch = positive("batch", newBatch);
      return this;
    }

    /** What happens when the handler fails; by default {@link FailurePolicy#stop()}. */
    public Builder onFailure(FailurePolicy newFailures) {
      failures = Objects.requireNonNull(newFailures, "The failure policy is null.");
      return this;
    }

    /**
     * The kinds of documents that the handler writes; each build has its own, under the name that
     * {@link Reader#built} gives.
     */
    public Builder documents(DocumentType<?, ?>... types) {
      documents = List.of(types);
      return this;
    }

    /** Hands every event to {@code handler}, at least once, outside of any transaction. */
    public Subscription each(EachEvent handler) {
      return new Subscription(
          this, null, Objects.requireNonNull(handler, "The handler is null."), null, false);
    }

    /** Hands batches of events to {@code sink}, at least once and in order: a relay. */
    public Subscription to(Sink sink) {
      return new Subscription(
          this, null, null, Objects.requireNonNull(sink, "The sink is null."), false);
    }

    /** Has {@code handler} take part in the transaction that moves the checkpoint. */
    public Subscription inTransaction(InTransaction handler) {
      return new Subscription(
          this, Objects.requireNonNull(handler, "The handler is null."), null, null, false);
    }

    /**
     * As {@link #inTransaction}, for a handler that gets every event in every part and does only
     * what {@link Delivery#isMine} says: for effects that are keyed otherwise than by stream.
     */
    public Subscription splittingByItself(InTransaction handler) {
      return new Subscription(
          this, Objects.requireNonNull(handler, "The handler is null."), null, null, true);
    }

    private int positive(String what, int value) {
      if (value < 1) {
        throw new ConfigurationException(
            "The " + what + " of subscription '" + name + "' is " + value + "; give at least 1.");
      }
      return value;
    }
  }
}
