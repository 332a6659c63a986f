package org.plaincqrs.jdbc.internal.document;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.JdbcTransaction;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.DocumentWrite;
import org.plaincqrs.storage.Versioned;

/**
 * The documents as a transaction in the making sees them. Writes are kept aside, in two layers:
 * what the accepted commits of a batch have written, and what the commit in hand has written so
 * far, which is dropped when it turns out that it must be refused. {@link #flush} writes all of it
 * in as few statements as there are types. For one thread.
 */
public final class Overlay implements JdbcTransaction {
  /** Writes, and which of them the database does not have yet. */
  private static final class Layer {
    private final Map<Kind, Map<String, Kind.@Nullable Prepared>> writes = new LinkedHashMap<>();
    private final Map<Kind, Map<String, Kind.@Nullable Prepared>> pending = new LinkedHashMap<>();

    private boolean has(Kind kind, String key) {
      return writes.getOrDefault(kind, Map.of()).containsKey(key);
    }

    private Kind.@Nullable Prepared get(Kind kind, String key) {
      return writes.getOrDefault(kind, Map.of()).get(key);
    }

    private void put(Kind kind, String key, Kind.@Nullable Prepared document) {
      writes.computeIfAbsent(kind, k -> new HashMap<>()).put(key, document);
      // Sorted, so that transactions that run side by side lock rows in one order.
      pending.computeIfAbsent(kind, k -> new TreeMap<>()).put(key, document);
    }

    private void flush(Connection connection) throws SQLException {
      for (Map.Entry<Kind, Map<String, Kind.@Nullable Prepared>> each : pending.entrySet()) {
        each.getKey().write(connection, each.getValue());
      }
      pending.clear();
    }

    private void addAll(Layer other) {
      other.writes.forEach(
          (kind, documents) ->
              writes.computeIfAbsent(kind, k -> new HashMap<>()).putAll(documents));
      other.pending.forEach(
          (kind, documents) ->
              pending.computeIfAbsent(kind, k -> new TreeMap<>()).putAll(documents));
    }

    private void clear() {
      writes.clear();
      pending.clear();
    }
  }

  private static final String SAVEPOINT = "savepoint cqrs_commit";

  private final Kinds kinds;
  private final Connection connection;
  private final Layer accepted = new Layer();
  private final Layer own = new Layer();
  private final Map<Kind, Map<String, Long>> versions = new HashMap<>();
  private boolean handedOut;

  /** Nothing written yet. */
  public Overlay(Kinds kinds, Connection connection) {
    this.kinds = kinds;
    this.connection = connection;
  }

  /** Looks up versions beforehand, many in one statement. */
  public void preload(DocumentType<?, ?> type, Collection<String> keys) throws SQLException {
    Kind kind = kinds.of(type);
    Map<String, Long> found = kind.versions(connection, keys);
    Map<String, Long> known = versions.computeIfAbsent(kind, k -> new HashMap<>());
    for (String key : new HashSet<>(keys)) {
      known.put(key, found.getOrDefault(key, 0L));
    }
  }

  /** The version of a document that was preloaded, 0 when it is not there. */
  public long version(DocumentType<?, ?> type, String key) {
    Kind kind = kinds.of(type);
    if (own.has(kind, key)) {
      return version(own.get(kind, key));
    }
    if (accepted.has(kind, key)) {
      return version(accepted.get(kind, key));
    }
    return versions.getOrDefault(kind, Map.of()).getOrDefault(key, 0L);
  }

  private static long version(Kind.@Nullable Prepared written) {
    return written == null ? 0 : written.versioned().version();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <D> @Nullable Versioned<D> find(DocumentType<D, ?> type, String key) {
    Kind kind = kinds.of(type);
    Layer layer = own.has(kind, key) ? own : accepted;
    if (layer.has(kind, key)) {
      Kind.Prepared written = layer.get(kind, key);
      return written == null ? null : (Versioned<D>) written.versioned();
    }
    try {
      return (Versioned<D>) kind.find(connection, key);
    } catch (SQLException e) {
      throw StorageException.of("read " + type + " '" + key + "'", e);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public <D> void findAll(
      DocumentType<D, ?> type, Collection<String> keys, BiConsumer<String, Versioned<D>> found) {
    Kind kind = kinds.of(type);
    List<String> stored = new ArrayList<>();
    for (String key : keys) {
      if (own.has(kind, key) || accepted.has(kind, key)) {
        Versioned<D> written = find(type, key);
        if (written != null) {
          found.accept(key, written);
        }
      } else {
        stored.add(key);
      }
    }
    Map<String, Versioned<?>> read;
    try {
      read = kind.findAll(connection, stored);
    } catch (SQLException e) {
      throw StorageException.of("read " + stored.size() + " of " + type, e);
    }
    read.forEach((key, document) -> found.accept(key, (Versioned<D>) document));
  }

  @Override
  public <D> void put(DocumentType<D, ?> type, String key, Versioned<D> document) {
    Kind kind = kinds.of(type);
    own.put(kind, key, kind.prepare(key, document));
  }

  @Override
  public void remove(DocumentType<?, ?> type, String key) {
    own.put(kinds.of(type), key, null);
  }

  /** As {@link #put} or {@link #remove}, with what {@link #prepare} has made of the document. */
  public void write(DocumentWrite<?> write, @Nullable Object prepared) {
    own.put(kinds.of(write.type()), write.key(), (Kind.Prepared) prepared);
  }

  /** Encodes a document in front, so that only writing it is left. */
  public static @Nullable Object prepare(Kinds kinds, DocumentWrite<?> write) {
    Kind kind = kinds.of(write.type());
    Object document = write.document();
    return document == null
        ? null
        : kind.prepare(write.key(), new Versioned<>(document, write.version()));
  }

  /** About how many bytes of what {@link #prepare} has made are written. */
  public static long size(@Nullable Object prepared) {
    @Nullable Object @Nullable [] row = prepared == null ? null : ((Kind.Prepared) prepared).row();
    long size = 0;
    for (int i = 0; row != null && i < row.length; i++) {
      Object value = row[i];
      size +=
          value instanceof byte[] bytes
              ? bytes.length
              : value instanceof String text ? text.length() : Long.BYTES;
    }
    return size;
  }

  @Override
  public Connection connection() {
    try {
      if (!handedOut) {
        accepted.flush(connection);
        Dialect.run(connection, SAVEPOINT);
        handedOut = true;
      }
      own.flush(connection);
    } catch (SQLException e) {
      throw StorageException.of("write documents before handing out the connection", e);
    }
    return connection;
  }

  /** The commit in hand is accepted. */
  public void accept() throws SQLException {
    if (handedOut) {
      Dialect.run(connection, "release " + SAVEPOINT);
      handedOut = false;
    }
    accepted.addAll(own);
    own.clear();
  }

  /** The commit in hand is refused; nothing of it stays. */
  public void discard() throws SQLException {
    own.clear();
    if (handedOut) {
      Dialect.run(connection, "rollback to " + SAVEPOINT);
      Dialect.run(connection, "release " + SAVEPOINT);
      handedOut = false;
    }
  }

  /** Writes what was accepted. */
  public void flush() throws SQLException {
    accepted.flush(connection);
  }
}
