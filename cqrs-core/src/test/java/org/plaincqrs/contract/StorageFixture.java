package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;
import org.plaincqrs.storage.Versioned;

/**
 * What all contracts stand on: one fresh storage per test, opened when first used. A backend says
 * how one is made, in about ten lines per contract:
 *
 * <pre>{@code
 * class InMemoryCommitTest extends CommitContract {
 *   @Override
 *   protected Storage newStorage(Duration commandRetention) {
 *     return new InMemoryStorage(commandRetention);
 *   }
 * }
 * }</pre>
 */
public abstract class StorageFixture {
  static final Duration RETENTION = Duration.ofHours(1);
  static final Tag RED = Tag.of("colour", "red");
  static final Tag BLUE = Tag.of("colour", "blue");
  static final Tag BIG = Tag.of("size", "big");

  final TestClock clock = new TestClock();
  private @Nullable Storage storage;
  private @Nullable Store store;

  /** An empty storage that remembers commands that long; asked for once in each test. */
  protected abstract Storage newStorage(Duration commandRetention);

  @AfterEach
  final void closeStore() {
    if (store != null) {
      store.close();
    }
  }

  /** An inline projection but for its name, which is its place among the others. */
  @FunctionalInterface
  interface Inline {
    void apply(List<RecordedEvent> events, DocumentTransaction transaction);
  }

  private record Named(String name, Inline inline) implements InlineProjection {
    @Override
    public void apply(List<RecordedEvent> events, DocumentTransaction transaction) {
      inline.apply(events, transaction);
    }
  }

  /** The store; on the first call opened with the kit's model, without inline projections. */
  final Store store() {
    return store != null ? store : openWith();
  }

  /** Opens the store, anew when it was open, with these inline projections. */
  final Store openWith(Inline... inline) {
    return open(ContractModel.DOCUMENTS, inline);
  }

  /** Closes the store and opens it on the same data, as after a restart. */
  final Store reopen() {
    return openWith();
  }

  final Store open(List<DocumentType<?, ?>> documents, Inline... inline) {
    closeStore();
    store = null;
    if (storage == null) {
      storage = newStorage(RETENTION);
    }
    List<InlineProjection> named = new ArrayList<>();
    for (Inline each : inline) {
      named.add(new Named("inline " + named.size(), each));
    }
    store = storage.open(new StorageModel(ContractModel.EVENTS, documents, named, clock));
    return store;
  }

  final CommitBuilder commit() {
    return new CommitBuilder(clock.instant());
  }

  final Verdict.Committed committed(CommitBuilder commit) {
    Verdict verdict = store().commit(commit.build());
    assertThat(verdict).isInstanceOf(Verdict.Committed.class);
    return (Verdict.Committed) verdict;
  }

  /** How often an event came in, as an inline projection counts it in the document "all". */
  static void count(List<RecordedEvent> events, DocumentTransaction to) {
    Versioned<ContractModel.Counter> before = to.find(ContractModel.COUNTERS, "all");
    long count = before == null ? 0 : before.document().count();
    to.put(
        ContractModel.COUNTERS,
        "all",
        new Versioned<>(new ContractModel.Counter(count + events.size()), count + events.size()));
  }

  /** What {@link #count} counted. */
  final long counted() {
    return store()
        .documents()
        .find(ContractModel.COUNTERS, "all")
        .map(counter -> counter.document().count())
        .orElse(0L);
  }

  final List<RecordedEvent> wholeLog() {
    return matching(EventQuery.all());
  }

  final List<RecordedEvent> matching(EventQuery query) {
    List<RecordedEvent> events = new ArrayList<>();
    EventPage page = store().log().read(query, 0, 100);
    events.addAll(page.events());
    while (page.more()) {
      page = store().log().read(query, page.through(), 100);
      events.addAll(page.events());
    }
    return events;
  }

  final List<RecordedEvent> stream(String stream) {
    return store().log().readStream(stream, 0, Integer.MAX_VALUE).events();
  }

  static <T> List<T> list(Supplier<Stream<T>> lazy) {
    try (Stream<T> stream = lazy.get()) {
      return stream.toList();
    }
  }

  static List<Object> payloads(List<RecordedEvent> events) {
    return events.stream().map(RecordedEvent::payload).toList();
  }

  static List<Long> positions(List<RecordedEvent> events) {
    return events.stream().map(RecordedEvent::position).toList();
  }

  static List<Long> versions(List<RecordedEvent> events) {
    return events.stream().map(RecordedEvent::version).toList();
  }
}
