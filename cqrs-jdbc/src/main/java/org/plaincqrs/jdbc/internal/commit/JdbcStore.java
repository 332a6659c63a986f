package org.plaincqrs.jdbc.internal.commit;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.StorageException;
import org.plaincqrs.jdbc.internal.document.JdbcDocuments;
import org.plaincqrs.jdbc.internal.subscription.JdbcSubscriptions;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.Pulse;
import org.plaincqrs.storage.Signals;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.SubscriptionStore;
import org.plaincqrs.storage.Verdict;

/**
 * The commit, in SQL: prepare everything in the caller's thread, then join those who wait, or the
 * application's own transaction.
 */
public final class JdbcStore implements Store {
  private static final int COMMITS_PER_BATCH = 1_000;
  private static final long BYTES_PER_BATCH = 4L << 20;

  private final Engine engine;
  private final Preparation preparation;
  private final Committer committer;
  private final GroupCommit<PreparedCommit, Outcome> group;
  private final JdbcDocuments documents;
  private final JdbcDocuments views;
  private final JdbcSubscriptions subscriptions;
  private final @Nullable Signals signals;

  JdbcStore(
      Engine engine,
      JdbcDocuments documents,
      JdbcDocuments views,
      JdbcSubscriptions subscriptions,
      @Nullable Signals signals) {
    this.engine = engine;
    this.documents = documents;
    this.views = views;
    this.subscriptions = subscriptions;
    this.signals = signals;
    preparation = new Preparation(engine.codec(), engine.kinds());
    committer = new Committer(engine);
    group =
        new GroupCommit<>(
            committer::commit, PreparedCommit::size, COMMITS_PER_BATCH, BYTES_PER_BATCH);
  }

  @Override
  public Verdict commit(Commit commit) {
    engine.writer().checkNotInside();
    PreparedCommit prepared = preparation.prepare(commit);
    Outcome outcome =
        engine.writer().connections().current() == null
            ? group.submit(prepared)
            : committer.commit(List.of(prepared)).get(0);
    return outcome.verdict();
  }

  @Override
  public void whenDurable(Runnable action) {
    engine.writer().connections().afterCommit(action);
  }

  @Override
  public Optional<Verdict> remembered(HandledCommand command) {
    PreparedCommit.PreparedCommand prepared = preparation.prepare(command);
    try {
      Map<UUID, Remembered> found =
          engine
              .writer()
              .connections()
              .read(connection -> engine.commands().find(connection, List.of(command.id())));
      Remembered before = found.get(command.id());
      return before == null || before.expired()
          ? Optional.empty()
          : Optional.of(before.verdict(prepared, engine.codec()));
    } catch (SQLException e) {
      throw StorageException.of("look up command " + command.id(), e);
    }
  }

  @Override
  public EventLog log() {
    return engine.log();
  }

  @Override
  public DocumentStore documents() {
    return documents;
  }

  @Override
  public DocumentStore views() {
    return views;
  }

  @Override
  public SubscriptionStore subscriptions() {
    return subscriptions;
  }

  @Override
  public Pulse pulse() {
    return subscriptions.pulse();
  }

  @Override
  public @Nullable Signals signals() {
    return signals;
  }

  /** The DataSource itself is the application's. */
  @Override
  public void close() {
    if (signals != null) {
      signals.close();
    }
  }
}
