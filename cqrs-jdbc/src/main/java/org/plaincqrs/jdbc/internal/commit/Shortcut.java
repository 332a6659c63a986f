package org.plaincqrs.jdbc.internal.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.internal.document.Overlay;
import org.plaincqrs.jdbc.internal.sql.Connections;
import org.plaincqrs.jdbc.internal.sql.Writer;

/**
 * Tries {@link AtOnce} where it can work: on a batch whose facts can be assumed, while this process
 * is the only one that writes. Where another was faster, the long way is taken for a while, each
 * time a while longer; it needs no luck. Used by one leader at a time.
 */
final class Shortcut {
  private static final int LONGEST_DETOUR = 64;
  private static final int MOST_EVENTS = 5_000;

  private final Engine engine;
  private final AtOnce atOnce;
  private volatile Writer.@Nullable Head head;
  private int detour;
  private int waiting;

  Shortcut(Engine engine) {
    this.engine = engine;
    atOnce = new AtOnce(engine.tables());
  }

  /**
   * The outcomes; null when the long way must be taken, with nothing done.
   *
   * @param last takes the batch, for who must find out what became of it
   */
  @Nullable List<Outcome> commit(List<PreparedCommit> commits, Batch[] last) throws SQLException {
    Writer.Head from = head;
    if (waiting > 0) {
      waiting--;
      return null;
    }
    if (from == null) {
      return null;
    }
    AssumedFacts facts = AssumedFacts.of(engine, commits);
    if (facts == null) {
      return null;
    }
    Batch batch = new Batch(engine, commits);
    boolean[] sent = {false};
    boolean done;
    try {
      done = engine.writer().alone(connection -> attempt(connection, from, facts, batch, sent));
    } catch (SQLException e) {
      if (!sent[0] || !engine.dialect().isDisconnect(e)) {
        // Nothing was done; what is wrong, if anything, the long way finds out.
        return null;
      }
      last[0] = batch;
      throw new Connections.InDoubtException(e);
    }
    if (!done) {
      return null;
    }
    head = batch.newHead();
    detour = 0;
    return batch.outcomes();
  }

  private boolean attempt(
      Connection connection, Writer.Head from, AssumedFacts facts, Batch batch, boolean[] sent)
      throws SQLException {
    batch.judge(from, facts, new Overlay(engine.kinds(), connection));
    if (!batch.isWritten() || batch.events().events().size() > MOST_EVENTS) {
      return false;
    }
    sent[0] = true;
    return atOnce.execute(connection, batch, facts);
  }

  /** The long way has met this head before its own commit; and the one after it. */
  void seen(Writer.Head before, Writer.Head after) {
    Writer.Head expected = head;
    if (expected != null && before.revision() > expected.revision()) {
      detour = Math.min(LONGEST_DETOUR, 2 * detour + 1);
      waiting = detour;
    }
    head = after;
  }
}
