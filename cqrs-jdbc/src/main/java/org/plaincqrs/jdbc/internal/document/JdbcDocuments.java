package org.plaincqrs.jdbc.internal.document;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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

  /**
   * Documents that are read through one set of connections, which may lead to a replica, and
   * written through another.
   */
  public JdbcDocuments(Kinds kinds, Connections reading, Writer writer, Checkpoints checkpoints) {
    this.kinds = kinds;
    this.reading = reading;
    this.writer = writer;
    this.checkpoints = checkpoints;
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
          run(connection, work);
          return true;
        });
  }

  @Override
  public boolean advance(Checkpoint move, Consumer<DocumentTransaction> work) {
    return writer.write(
        "move the checkpoint of '" + move.owner() + "'",
        connection -> {
          if (!checkpoints.move(connection, move)) {
            return false;
          }
          run(connection, work);
          return true;
        });
  }

  private void run(Connection connection, Consumer<DocumentTransaction> work) throws SQLException {
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
    overlay.flush();
  }

  private <T> T read(String what, Connections.Work<T> work) {
    try {
      return reading.read(work);
    } catch (SQLException e) {
      throw StorageException.of(what, e);
    }
  }
}
