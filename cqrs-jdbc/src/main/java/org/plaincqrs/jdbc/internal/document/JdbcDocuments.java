package org.plaincqrs.jdbc.internal.document;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.DocumentTable;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.internal.sql.Connections;
import org.plaincqrs.jdbc.internal.sql.Writer;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Versioned;

/**
 * Documents and checkpoints in tables. Streams of documents are read page by page, so that neither
 * a connection nor more than a page is held while the caller works.
 */
public final class JdbcDocuments implements DocumentStore {
  private static final int PAGE = 500;

  private final Kinds kinds;
  private final Connections reading;
  private final Writer writer;
  private final Checkpoints checkpoints;
  private final Rooms rooms;

  /**
   * Documents that are read through one set of connections, which may lead to a replica, and
   * written through another.
   */
  public JdbcDocuments(
      Kinds kinds, Connections reading, Writer writer, Checkpoints checkpoints, Rooms rooms) {
    this.kinds = kinds;
    this.reading = reading;
    this.writer = writer;
    this.checkpoints = checkpoints;
    this.rooms = rooms;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <D> Optional<Versioned<D>> find(DocumentType<D, ?> type, String key) {
    Kind kind = kinds.of(type);
    return read(
        "read " + type + " '" + key + "'",
        connection -> Optional.ofNullable((Versioned<D>) kind.find(connection, key)));
  }

  @Override
  public <D> Stream<Versioned<D>> all(DocumentType<D, ?> type) {
    Kind kind = kinds.of(type);
    return stream(
        after -> read("read every " + type, connection -> kind.page(connection, after, PAGE)));
  }

  @Override
  public <D, T> Stream<Versioned<D>> findBy(DocumentType<D, ?> type, Index<D, T> index, T value) {
    Kind kind = kinds.of(type);
    int declared = kind.type().indexes().indexOf(index);
    if (declared < 0) {
      throw new IllegalArgumentException(
          "Index '" + index.name() + "' is not declared on " + type + ".");
    }
    index.check(type, value);
    return stream(
        after ->
            read(
                "read " + type + " by index '" + index.name() + "'",
                connection -> kind.page(connection, declared, value, after, PAGE)));
  }

  private static <D> Stream<Versioned<D>> stream(Pages.Reader reader) {
    return StreamSupport.stream(new Pages<D>(reader), false);
  }

  @Override
  public long count(DocumentType<?, ?> type) {
    Kind kind = kinds.of(type);
    return read("count every " + type, kind::count);
  }

  @Override
  public long checkpoint(String owner) {
    return read(
        "read the checkpoint of '" + owner + "'",
        connection -> checkpoints.position(connection, owner));
  }

  @Override
  public void write(Consumer<DocumentTransaction> work) {
    writer.write(
        "write documents",
        connection -> {
          writer.lockHead(connection);
          done(connection, work).flush();
          return true;
        });
  }

  /**
   * The checkpoint is moved behind the work: a row that was moved first would be locked for as long
   * as the work takes, so that nobody could take over from a node that stands still in it.
   */
  @Override
  public boolean advance(Checkpoint move, Consumer<DocumentTransaction> work) {
    try {
      return writer.write(
          "move the checkpoint of '" + move.owner() + "'",
          connection -> {
            if (move.onward() && writer.connections().current() == null) {
              writer.connections().dialect().flushLater(connection);
            }
            Overlay overlay = done(connection, work);
            if (!checkpoints.move(connection, move)) {
              throw new ElsewhereException();
            }
            overlay.flush();
            return true;
          });
    } catch (ElsewhereException e) {
      return false;
    }
  }

  /** Rolls back what was done for a checkpoint that is elsewhere. */
  private static final class ElsewhereException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ElsewhereException() {
      super("The checkpoint is elsewhere.", null, false, false);
    }
  }

  @Override
  public void advance(List<Checkpoint> moves) {
    if (moves.isEmpty()) {
      return;
    }
    writer.write(
        "move " + moves.size() + " checkpoints",
        connection -> {
          checkpoints.move(connection, moves);
          return true;
        });
  }

  @Override
  public void create(DocumentType<?, ?> type) {
    writer.checkNotInside();
    Kind kind = kinds.kind(type);
    if (kind instanceof JsonKind own) {
      change("make room for " + type, () -> rooms.create(own));
    }
    kinds.add(kind);
  }

  @Override
  public void drop(DocumentType<?, ?> type) {
    writer.checkNotInside();
    Kind kind = kinds.kind(type);
    kinds.remove(type);
    if (kind instanceof JsonKind own) {
      change("drop every " + type, () -> rooms.drop(own));
    } else {
      empty(kind);
    }
  }

  private interface Change {
    void run() throws SQLException;
  }

  private static void change(String what, Change change) {
    try {
      change.run();
    } catch (SQLException e) {
      throw new StorageException(
          "Could not "
              + what
              + ": the database said '"
              + e.getMessage()
              + "' (SQLState "
              + e.getSQLState()
              + ", code "
              + e.getErrorCode()
              + "). It may be half done; call it again to go on.",
          e);
    }
  }

  /** The table is the application's own and stays. */
  private void empty(Kind kind) {
    writer.write(
        "drop every " + kind.type(),
        connection -> {
          writer.lockHead(connection);
          List<? extends DocumentTable.Row<?>> page = kind.page(connection, "", PAGE);
          while (!page.isEmpty()) {
            Map<String, Kind.@Nullable Prepared> removed = new HashMap<>();
            page.forEach(row -> removed.put(row.key(), null));
            kind.write(connection, removed);
            page = kind.page(connection, page.get(page.size() - 1).key(), PAGE);
          }
          return true;
        });
  }

  /** Work that is done but for what is still to be flushed. */
  private Overlay done(Connection connection, Consumer<DocumentTransaction> work)
      throws SQLException {
    Overlay overlay = new Overlay(kinds, connection);
    try {
      work.accept(overlay);
    } catch (StorageException e) {
      if (e.getCause() instanceof SQLException inTheWay
          && writer.connections().dialect().isTransient(inTheWay)) {
        // Another transaction was, and not the work is to blame: all of it is tried again.
        throw inTheWay;
      }
      throw e;
    }
    overlay.accept();
    return overlay;
  }

  private <T> T read(String what, Connections.Work<T> work) {
    try {
      return reading.read(work);
    } catch (SQLException e) {
      throw StorageException.of(what, e);
    }
  }
}
