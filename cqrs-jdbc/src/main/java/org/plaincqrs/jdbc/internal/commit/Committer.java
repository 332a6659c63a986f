package org.plaincqrs.jdbc.internal.commit;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.OutcomeUnknownException;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.internal.sql.Connections;
import org.plaincqrs.jdbc.internal.sql.PostgreSqlDialect;
import org.plaincqrs.jdbc.internal.sql.Uninterrupted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings batches into the database, whatever happens on the way.
 *
 * <p>Of a batch that the database refuses only the guilty commit fails, by {@link Halving}. Where
 * the connection dies with a commit on its way, {@link Inquest} finds out on a new one whether it
 * went through; only if that can't be done in time the callers are told that nobody knows.
 * Thread-safe.
 */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final int CONNECTIONS = 4;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Engine engine;
  private final Inquest inquest;
  private final @Nullable Shortcut shortcut;
  private final Halving<PreparedCommit, Outcome> halving;

  Committer(Engine engine) {
    this.engine = engine;
    inquest = new Inquest(engine);
    shortcut = engine.dialect() instanceof PostgreSqlDialect ? new Shortcut(engine) : null;
    halving =
        new Halving<>(
            (commits, locked) -> attempt(commits, locked, 1),
            failure -> new Outcome.Failed(Halving.thrown("commit", failure)));
  }

  /** The outcome of each, in their order. */
  List<Outcome> commit(List<PreparedCommit> commits) {
    List<Outcome> outcomes = halving.doAll(commits);
    if (outcomes.get(0) instanceof Outcome.Judged) {
      cleanUp();
    }
    return outcomes;
  }

  private List<Outcome> attempt(List<PreparedCommit> commits, Runnable locked, int connection)
      throws SQLException {
    Batch[] last = {new Batch(engine, commits)};
    try {
      return Uninterrupted.run(() -> attempt(commits, last));
    } catch (Connections.InDoubtException e) {
      return inDoubt(last[0], locked, connection, e);
    } catch (SQLException | RuntimeException | Error e) {
      if (e instanceof SQLException said
          && engine.dialect().isDisconnect(said)
          && connection < CONNECTIONS) {
        return again(commits, locked, connection);
      }
      if (last[0].head().revision() >= 0) {
        locked.run();
      }
      throw e;
    }
  }

  private List<Outcome> attempt(List<PreparedCommit> commits, Batch[] last) throws SQLException {
    // What takes part in the application's transaction may still be rolled back with it, so it
    // teaches the shortcut nothing; nor may its thread, which leads no group, touch it.
    Shortcut own = engine.writer().connections().current() == null ? shortcut : null;
    List<Outcome> outcomes = own == null ? null : own.commit(commits, last);
    if (outcomes != null) {
      return outcomes;
    }
    engine
        .writer()
        .retrying(
            on -> {
              last[0] = new Batch(engine, commits);
              last[0].run(on);
              return true;
            });
    if (own != null) {
      own.seen(last[0]);
    }
    return last[0].outcomes();
  }

  private List<Outcome> inDoubt(Batch batch, Runnable locked, int connection, SQLException e)
      throws SQLException {
    if (!batch.isWritten()) {
      // Nothing was to be committed; what was found out under the lock is true all the same.
      return batch.outcomes();
    }
    LOG.warn(
        "The connection failed while {} commits were on their way; finding out what became of them",
        batch.commits().size(),
        e);
    return switch (inquest.into(batch)) {
      case COMMITTED -> batch.outcomes();
      case NOT_COMMITTED ->
          connection < CONNECTIONS
              ? again(batch.commits(), locked, connection)
              : all(batch.commits(), StorageException.of("commit", e));
      case UNKNOWN -> all(batch.commits(), outcomeUnknown(e));
    };
  }

  private static OutcomeUnknownException outcomeUnknown(SQLException e) {
    return new OutcomeUnknownException(
        "The connection failed while the commit was on its way, and the database could not be asked"
            + " since whether it went through ("
            + e.getMessage()
            + "). Send the command again under the same id: it has its effect once.",
        e);
  }

  private List<Outcome> again(List<PreparedCommit> commits, Runnable locked, int connection)
      throws SQLException {
    Uninterrupted.park(PAUSE_NANOS << connection);
    return attempt(commits, locked, connection + 1);
  }

  private static List<Outcome> all(List<PreparedCommit> commits, RuntimeException failure) {
    return Collections.nCopies(commits.size(), new Outcome.Failed(failure));
  }

  private void cleanUp() {
    if (engine.writer().connections().current() != null || !engine.commands().cleanUpIsDue()) {
      return;
    }
    try {
      engine
          .writer()
          .retrying(
              connection -> {
                engine.commands().cleanUp(connection);
                return true;
              });
    } catch (SQLException | RuntimeException e) {
      LOG.warn("Could not delete the commands whose retention is over; it is tried again later", e);
    }
  }
}
