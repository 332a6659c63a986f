package org.plaincqrs.jdbc.internal.commit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.internal.document.Checkpoints;
import org.plaincqrs.jdbc.internal.document.JdbcDocuments;
import org.plaincqrs.jdbc.internal.document.Kinds;
import org.plaincqrs.jdbc.internal.document.Rooms;
import org.plaincqrs.jdbc.internal.log.JdbcLog;
import org.plaincqrs.jdbc.internal.sql.Connections;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;
import org.plaincqrs.jdbc.internal.sql.Writer;
import org.plaincqrs.jdbc.internal.subscription.JdbcSubscriptions;
import org.plaincqrs.storage.PayloadCodec;
import org.plaincqrs.storage.Signals;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;

/** Puts a store together. */
public record JdbcStores(
    Connections connections,
    Connections queries,
    Tables tables,
    PayloadCodec codec,
    Kinds kinds,
    Rooms rooms,
    @Nullable Signals signals) {
  /** The store of a model. */
  public Store open(StorageModel model, Duration commandRetention) {
    Dialect dialect = connections.dialect();
    Writer writer = new Writer(connections, tables);
    Checkpoints checkpoints = new Checkpoints(dialect, tables);
    Engine engine =
        new Engine(
            writer,
            tables,
            codec,
            kinds,
            new JdbcLog(connections, tables, codec, model.events()),
            new EventTable(dialect, tables),
            new CommandTable(dialect, tables, model.clock(), commandRetention),
            checkpoints,
            model.inline());
    JdbcDocuments documents = new JdbcDocuments(kinds, connections, writer, checkpoints, rooms);
    JdbcDocuments views =
        queries.equals(connections)
            ? documents
            : new JdbcDocuments(kinds, queries, writer, checkpoints, rooms);
    return new JdbcStore(engine, documents, views, new JdbcSubscriptions(writer, tables), signals);
  }
}
