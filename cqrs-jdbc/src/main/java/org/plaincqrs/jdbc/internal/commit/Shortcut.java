package org.plaincqrs.jdbc.internal.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.internal.document.Overlay;
import org.plaincqrs.jdbc.internal.sql.Connections;
import org.plaincqrs.jdbc.internal.sql.PostgreSqlDialect;
import org.plaincqrs.jdbc.internal.sql.Writer;

/**
 * Tries {@link AtOnce} where it can work: on a batch whose facts can be assumed, while this process
 * is the only one that writes. Where another was faster, the long way is taken for a while, each
 * time a while longer; it needs no luck. Used by one leader at a time.
 */
final class Shortcut {
  private static final int LONGEST_DETOUR = 64;
  private static final int MOST_EVENTS = 5_000;
  private static final int VALID_SECONDS = 5;

  private final Engine engine;
  private final AtOnce atOnce;
  private final Map<String, Long> versions = new RecentVersions();
  private volatile Writer.@Nullable Head head;
  private int detour;
  private int waiting;

  /**
   * The versions of the streams that were appended to last, as of the head. Since nothing is
   * written unless the head is still the same, they need no look at the database.
   */
  private static final class RecentVersions extends LinkedHashMap<String, Long> {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 10_000;

    private RecentVersions() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > MOST;
    }
  }

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
    AssumedFacts facts = AssumedFacts.of(engine, commits, versions, from.position());
    if (facts == null) {
      return null;
    }
    Batch batch = new Batch(engine, commits);
    Step[] step = {Step.CONNECTING};
    boolean done;
    try {
      done = engine.writer().alone(connection -> attempt(connection, from, facts, batch, step));
    } catch (SQLException | RuntimeException | Error e) {
      switch (step[0]) {
        case CONNECTING -> throw e;
        case JUDGING -> {
          // Nothing was done; what is wrong, if anything, the long way finds out.
          return null;
        }
        case SENDING -> {
          last[0] = batch;
          throw Connections.InDoubtException.of(e);
        }
      }
      throw e;
    }
    if (!done) {
      return null;
    }
    head = batch.newHead();
    versions.putAll(batch.versions());
    detour = 0;
    return batch.outcomes();
  }

  private enum Step {
    CONNECTING,
    JUDGING,
    SENDING
  }

  private boolean attempt(
      Connection connection, Writer.Head from, AssumedFacts facts, Batch batch, Step[] step)
      throws SQLException {
    step[0] = Step.JUDGING;
    batch.judge(from, facts, new Overlay(engine.kinds(), connection));
    if (!batch.isWritten() || batch.events().events().size() > MOST_EVENTS) {
      return false;
    }
    step[0] = Step.SENDING;
    try {
      return atOnce.execute(connection, batch, facts);
    } catch (SQLException e) {
      if (PostgreSqlDialect.isRefusal(e) && connection.isValid(VALID_SECONDS)) {
        step[0] = Step.JUDGING;
      }
      // A server that gives up names a cause too, and then hangs up: the commit may be in.
      throw e;
    }
  }

  /** The long way has brought a batch in. */
  void seen(Batch batch) {
    Writer.Head expected = head;
    if (!batch.head().equals(expected)) {
      versions.clear();
      detour = expected == null ? 0 : Math.min(LONGEST_DETOUR, 2 * detour + 1);
      waiting = detour;
    }
    versions.putAll(batch.versions());
    head = batch.newHead();
  }
}
