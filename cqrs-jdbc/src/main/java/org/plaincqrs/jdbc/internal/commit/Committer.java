package org.plaincqrs.jdbc.internal.commit;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.OutcomeUnknownException;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.internal.sql.Connections;
import org.plaincqrs.jdbc.internal.sql.PostgreSqlDialect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings batches into the database, whatever happens on the way.
 *
 * <p>A batch that the database refuses is halved and tried again, until the guilty commit stands
 * alone and is the only one to fail. Where the connection dies with a commit on its way, {@link
 * Inquest} finds out on a new one whether it went through; only if that can't be done in time the
 * callers are told that nobody knows. Thread-safe.
 */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final int CONNECTIONS = 4;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Engine engine;
  private final Inquest inquest;
  private final @Nullable Shortcut shortcut;

  Committer(Engine engine) {
    this.engine = engine;
    inquest = new Inquest(engine);
    shortcut = engine.dialect() instanceof PostgreSqlDialect ? new Shortcut(engine) : null;
  }

  /** The outcome of each, in their order. */
  List<Outcome> commit(List<PreparedCommit> commits) {
    List<Outcome> outcomes = attempt(commits, 1);
    cleanUp();
    return outcomes;
  }

  private List<Outcome> attempt(List<PreparedCommit> commits, int connection) {
    Batch[] last = {new Batch(engine, commits)};
    try {
      if (shortcut != null && engine.writer().connections().current() == null) {
        List<Outcome> outcomes = shortcut.commit(commits, last);
        if (outcomes != null) {
          return outcomes;
        }
      }
      engine
          .writer()
          .retrying(
              on -> {
                last[0] = new Batch(engine, commits);
                last[0].run(on);
                return true;
              });
      if (shortcut != null) {
        shortcut.seen(last[0]);
      }
      return last[0].outcomes();
    } catch (Connections.InDoubtException e) {
      return inDoubt(last[0], connection, e);
    } catch (SQLException e) {
      if (engine.dialect().isDisconnect(e) && connection < CONNECTIONS) {
        return again(commits, connection);
      }
      boolean reached = last[0].head().revision() >= 0;
      // Without the lock of the head no commit was looked at, so none of them is to blame.
      return reached ? divided(commits, e) : all(commits, StorageException.of("commit", e));
    }
  }

  private List<Outcome> inDoubt(Batch batch, int connection, SQLException e) {
    LOG.warn(
        "The connection failed while {} commits were on their way; finding out what became of them",
        batch.commits().size(),
        e);
    Inquest.Finding finding = inquest.into(batch);
    return switch (finding) {
      case COMMITTED -> batch.outcomes();
      case NOT_COMMITTED ->
          connection < CONNECTIONS
              ? again(batch.commits(), connection)
              : all(batch.commits(), StorageException.of("commit", e));
      case UNKNOWN ->
          all(
              batch.commits(),
              new OutcomeUnknownException(
                  "The connection failed while the commit was on its way, and the database could not"
                      + " be asked since whether it went through ("
                      + e.getMessage()
                      + "). Send the command again under the same id: it has its effect once.",
                  e));
    };
  }

  private List<Outcome> again(List<PreparedCommit> commits, int connection) {
    LockSupport.parkNanos(PAUSE_NANOS << connection);
    return attempt(commits, connection + 1);
  }

  private List<Outcome> divided(List<PreparedCommit> commits, SQLException e) {
    if (commits.size() == 1) {
      return all(commits, StorageException.of("commit", e));
    }
    int half = commits.size() / 2;
    List<Outcome> outcomes = new ArrayList<>(attempt(commits.subList(0, half), 1));
    outcomes.addAll(attempt(commits.subList(half, commits.size()), 1));
    return outcomes;
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
