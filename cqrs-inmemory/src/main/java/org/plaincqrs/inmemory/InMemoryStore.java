package org.plaincqrs.inmemory;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.DocumentWrite;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.SubscriptionStore;
import org.plaincqrs.storage.Verdict;

/**
 * The commit, in memory: look whether it is a repeat, check the conditions, prepare everything,
 * then let it all be seen.
 */
final class InMemoryStore implements Store {
  private final InMemoryStorage storage;
  private final StorageModel model;

  InMemoryStore(InMemoryStorage storage, StorageModel model) {
    this.storage = storage;
    this.model = model;
  }

  @Override
  public Verdict commit(Commit unchecked) {
    Commit commit = storage.payloads.kept(unchecked);
    InMemoryStorage.begin(storage.lock);
    try {
      Verdict refusal = refusal(commit);
      return refusal != null ? refusal : write(commit);
    } finally {
      storage.lock.unlock();
    }
  }

  private @Nullable Verdict refusal(Commit commit) {
    HandledCommand command = commit.command();
    Verdict repeated = command == null ? null : storage.commands.find(command);
    if (repeated != null) {
      return repeated;
    }
    for (Condition condition : commit.conditions()) {
      Verdict.Conflict conflict = check(condition);
      if (conflict != null) {
        return conflict;
      }
    }
    return null;
  }

  private Verdict.@Nullable Conflict check(Condition condition) {
    if (condition instanceof Condition.StreamAt at) {
      long found = storage.log.version(at.stream());
      return at.expected().allows(found) ? null : new Verdict.Conflict(condition, found);
    }
    if (condition instanceof Condition.DocumentAt at) {
      long found = storage.documents.version(at.type(), at.key());
      return at.expected().allows(found) ? null : new Verdict.Conflict(condition, found);
    }
    Condition.NoneSince since = (Condition.NoneSince) condition;
    long found = storage.log.firstMatch(since.query(), since.after());
    return found == 0 ? null : new Verdict.Conflict(condition, found);
  }

  private Verdict write(Commit commit) {
    HandledCommand command = commit.command();
    long millis = command == null ? 0 : model.clock().millis();
    List<RecordedEvent> events = storage.log.record(commit);
    InMemoryDocuments.Transaction transaction = storage.documents.begin();
    for (DocumentWrite<?> write : commit.writes()) {
      write.applyTo(transaction);
    }
    if (!events.isEmpty()) {
      for (InlineProjection projection : model.inline()) {
        InlineProjection.checkIsAtHead(
            projection, storage.documents.checkpoint(projection.name()), storage.log.end());
        projection.apply(events, transaction);
      }
    }
    // From here on nothing can fail.
    transaction.commit();
    storage.log.append(events);
    if (!events.isEmpty()) {
      for (InlineProjection projection : model.inline()) {
        storage.subscriptions.put(projection.name(), storage.log.end());
      }
    }
    Verdict.Committed committed = new Verdict.Committed(events, storage.log.end());
    if (command != null) {
      storage.commands.remember(command, committed.position(), millis);
    }
    return committed;
  }

  @Override
  public Optional<Verdict> remembered(HandledCommand sought) {
    HandledCommand command = storage.payloads.compared(sought);
    storage.lock.lock();
    try {
      return Optional.ofNullable(storage.commands.find(command));
    } finally {
      storage.lock.unlock();
    }
  }

  @Override
  public EventLog log() {
    return storage.log;
  }

  @Override
  public DocumentStore documents() {
    return storage.documents;
  }

  @Override
  public SubscriptionStore subscriptions() {
    return storage.subscriptions;
  }

  @Override
  public void close() {
    // Nothing to give back: what the storage holds outlives its stores.
  }
}
