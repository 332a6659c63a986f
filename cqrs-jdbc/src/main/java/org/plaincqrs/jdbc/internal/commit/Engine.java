package org.plaincqrs.jdbc.internal.commit;

import java.util.List;
import org.plaincqrs.jdbc.internal.document.Checkpoints;
import org.plaincqrs.jdbc.internal.document.Kinds;
import org.plaincqrs.jdbc.internal.log.JdbcLog;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;
import org.plaincqrs.jdbc.internal.sql.Writer;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.PayloadCodec;

/** What every batch of a store works with. */
record Engine(
    Writer writer,
    Tables tables,
    PayloadCodec codec,
    Kinds kinds,
    JdbcLog log,
    EventTable events,
    CommandTable commands,
    Checkpoints checkpoints,
    List<InlineProjection> inline) {
  private static final String MOVE_HEAD =
      "update cqrs_head set position = ?, revision = ? where one = 1";

  Dialect dialect() {
    return writer.connections().dialect();
  }

  String moveHead() {
    return tables.in(MOVE_HEAD);
  }
}
