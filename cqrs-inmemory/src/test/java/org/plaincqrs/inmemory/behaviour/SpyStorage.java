package org.plaincqrs.inmemory.behaviour;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.SubscriptionStore;
import org.plaincqrs.storage.Verdict;

/** A storage that tells what was done to it, and whose pages a test may change. */
final class SpyStorage implements Storage {
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  final InMemoryStorage storage = new InMemoryStorage();
  volatile UnaryOperator<EventPage> pages = UnaryOperator.identity();
  volatile RuntimeException closing;

  /** The pages without the event at that position. */
  static UnaryOperator<EventPage> without(long position) {
    return page -> {
      List<RecordedEvent> events =
          page.events().stream().filter(event -> event.position() != position).toList();
      return new EventPage(events, page.through(), page.more());
    };
  }

  @Override
  public Store open(StorageModel model) {
    calls.add("open");
    Store store = storage.open(model);
    EventLog log = new SpyLog(store.log());
    return new Store() {
      @Override
      public Verdict commit(Commit commit) {
        return store.commit(commit);
      }

      @Override
      public Optional<Verdict> remembered(HandledCommand command) {
        return store.remembered(command);
      }

      @Override
      public EventLog log() {
        return log;
      }

      @Override
      public DocumentStore documents() {
        return store.documents();
      }

      @Override
      public SubscriptionStore subscriptions() {
        return store.subscriptions();
      }

      @Override
      public void close() {
        calls.add("close");
        store.close();
        if (closing != null) {
          throw closing;
        }
      }
    };
  }

  private final class SpyLog implements EventLog {
    private final EventLog log;

    SpyLog(EventLog log) {
      this.log = log;
    }

    @Override
    public long head() {
      return log.head();
    }

    @Override
    public long version(String stream) {
      return log.version(stream);
    }

    @Override
    public EventPage read(EventQuery query, long after, int limit) {
      return pages.apply(log.read(query, after, limit));
    }

    @Override
    public EventPage readBackward(EventQuery query, long before, int limit) {
      return log.readBackward(query, before, limit);
    }

    @Override
    public EventPage readStream(String stream, long afterVersion, int limit) {
      calls.add("read " + stream + " after " + afterVersion);
      return log.readStream(stream, afterVersion, limit);
    }

    @Override
    public EventPage readStreamBackward(String stream, long beforeVersion, int limit) {
      return log.readStreamBackward(stream, beforeVersion, limit);
    }
  }
}
