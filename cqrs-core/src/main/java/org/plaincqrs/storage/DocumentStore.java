package org.plaincqrs.storage;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Documents by key and by index, and the checkpoints of those who write them. Thread-safe.
 *
 * <p>Every method refuses a type that the storage was not opened for, and an index that was not
 * declared on it, by an IllegalArgumentException.
 */
public interface DocumentStore {
  /** The document under that key. */
  <D> Optional<Versioned<D>> find(DocumentType<D, ?> type, String key);

  /**
   * Every document of a type, in order of the key's text by code points; lazy on some backends, so
   * close the stream.
   */
  <D> Stream<Versioned<D>> all(DocumentType<D, ?> type);

  /** As {@link #all}, only those whose indexed value equals {@code value}. */
  <D, T> Stream<Versioned<D>> findBy(DocumentType<D, ?> type, Index<D, T> index, T value);

  /** How many documents of a type there are. */
  long count(DocumentType<?, ?> type);

  /** How far the owner has come, 0 when it never moved. */
  long checkpoint(String owner);

  /** Runs {@code work} in one transaction; when it throws, nothing of it stays. */
  void write(Consumer<DocumentTransaction> work);

  /**
   * Moves a checkpoint and runs {@code work} in one transaction; when it throws, nothing of either
   * stays.
   *
   * @return false when the checkpoint was not at {@code move.from()} or in another epoch; the work
   *     may have been run then, but nothing of it stays
   */
  boolean advance(Checkpoint move, Consumer<DocumentTransaction> work);

  /** Moves those checkpoints that are where the moves begin, and leaves the others. */
  void advance(List<Checkpoint> moves);

  /**
   * Makes room for a type that the storage was not opened for; nothing happens when there is room
   * already.
   */
  void create(DocumentType<?, ?> type);

  /** Drops every document of a type, and the room for them; nothing happens when there is none. */
  void drop(DocumentType<?, ?> type);
}
