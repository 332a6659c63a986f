package org.plaincqrs.inmemory.contract;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.SubscriptionStore;
import org.plaincqrs.storage.Verdict;
import org.plaincqrs.storage.Versioned;

/** A store that hands everything on; a broken one overrides what it breaks. */
class ForwardingStore implements Store, EventLog, DocumentStore {
  final Store intact;

  ForwardingStore(Store intact) {
    this.intact = intact;
  }

  @Override
  public Verdict commit(Commit commit) {
    return intact.commit(commit);
  }

  @Override
  public Optional<Verdict> remembered(HandledCommand command) {
    return intact.remembered(command);
  }

  @Override
  public EventLog log() {
    return this;
  }

  @Override
  public DocumentStore documents() {
    return this;
  }

  @Override
  public SubscriptionStore subscriptions() {
    return intact.subscriptions();
  }

  @Override
  public void close() {
    intact.close();
  }

  @Override
  public long head() {
    return intact.log().head();
  }

  @Override
  public long version(String stream) {
    return intact.log().version(stream);
  }

  @Override
  public EventPage read(EventQuery query, long after, int limit) {
    return intact.log().read(query, after, limit);
  }

  @Override
  public EventPage readBackward(EventQuery query, long before, int limit) {
    return intact.log().readBackward(query, before, limit);
  }

  @Override
  public EventPage readStream(String stream, long afterVersion, int limit) {
    return intact.log().readStream(stream, afterVersion, limit);
  }

  @Override
  public EventPage readStreamBackward(String stream, long beforeVersion, int limit) {
    return intact.log().readStreamBackward(stream, beforeVersion, limit);
  }

  @Override
  public <D> Optional<Versioned<D>> find(DocumentType<D, ?> type, String key) {
    return intact.documents().find(type, key);
  }

  @Override
  public <D> Stream<Versioned<D>> all(DocumentType<D, ?> type) {
    return intact.documents().all(type);
  }

  @Override
  public <D, T> Stream<Versioned<D>> findBy(DocumentType<D, ?> type, Index<D, T> index, T value) {
    return intact.documents().findBy(type, index, value);
  }

  @Override
  public long count(DocumentType<?, ?> type) {
    return intact.documents().count(type);
  }

  @Override
  public long checkpoint(String owner) {
    return intact.documents().checkpoint(owner);
  }

  @Override
  public void write(Consumer<DocumentTransaction> work) {
    intact.documents().write(work);
  }

  @Override
  public boolean advance(Checkpoint move, Consumer<DocumentTransaction> work) {
    return intact.documents().advance(move, work);
  }

  @Override
  public void advance(List<Checkpoint> moves) {
    intact.documents().advance(moves);
  }

  @Override
  public void create(DocumentType<?, ?> type) {
    intact.documents().create(type);
  }

  @Override
  public void drop(DocumentType<?, ?> type) {
    intact.documents().drop(type);
  }
}
