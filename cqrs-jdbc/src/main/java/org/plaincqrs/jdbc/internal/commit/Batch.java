package org.plaincqrs.jdbc.internal.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.jdbc.internal.document.Overlay;
import org.plaincqrs.jdbc.internal.sql.Writer;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.DocumentWrite;
import org.plaincqrs.storage.InlineProjection;
import org.plaincqrs.storage.Verdict;

/**
 * One transaction for several commits. Under the lock of the head it looks up, in a few statements,
 * everything that the commits must be judged by; judges one after the other, each as if those
 * before it were in the database already; then writes what was accepted, in a few statements again.
 *
 * <p>What a commit's projections throw refuses that commit alone: it has only been written to
 * memory so far. For one attempt, by one thread.
 */
final class Batch {
  /**
   * How much the revision is raised is left to chance. Where a server loses commits, under settings
   * that don't wait for the disk, and others are written in their place, the head of the one
   * history is then not taken for that of the other.
   */
  private static final long LONGEST_STEP = 1 << 20;

  private final Engine engine;
  private final List<PreparedCommit> commits;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final Map<UUID, Remembered> remembered = new HashMap<>();
  private final Set<UUID> forgotten = new HashSet<>();
  private final List<RecordedEvent> accepted = new ArrayList<>();
  private final EventTable.Rows events = new EventTable.Rows();
  private final List<@Nullable Object[]> commands = new ArrayList<>();
  private final long step = ThreadLocalRandom.current().nextLong(1, LONGEST_STEP);
  private Writer.Head head = new Writer.Head(0, -1);
  private long position;
  private boolean written;

  Batch(Engine engine, List<PreparedCommit> commits) {
    this.engine = engine;
    this.commits = commits;
  }

  /** The outcome of each commit, in their order; they hold once the transaction is committed. */
  List<Outcome> outcomes() {
    return outcomes;
  }

  List<PreparedCommit> commits() {
    return commits;
  }

  /** The head before this batch; its revision is -1 when it was not reached. */
  Writer.Head head() {
    return head;
  }

  /** The head after this batch. */
  Writer.Head newHead() {
    return written ? new Writer.Head(position, head.revision() + step) : head;
  }

  /** The versions of the streams that were appended to. */
  Map<String, Long> versions() {
    return versions;
  }

  /** Whether something was accepted. */
  boolean isWritten() {
    return written;
  }

  EventTable.Rows events() {
    return events;
  }

  List<@Nullable Object[]> commands() {
    return commands;
  }

  /** Does all of it, on a connection with a transaction. */
  void run(Connection connection) throws SQLException {
    Writer.Head locked = engine.writer().lockHead(connection);
    Overlay overlay = new Overlay(engine.kinds(), connection);
    judge(locked, new StoredFacts(connection, engine, commits, overlay), overlay);
    if (written) {
      write(connection, overlay);
    }
  }

  /** Judges every commit by these facts; nothing is written. */
  void judge(Writer.Head at, Facts facts, Overlay overlay) throws SQLException {
    head = at;
    position = at.position();
    for (PreparedCommit commit : commits) {
      outcomes.add(outcome(facts, overlay, commit));
    }
  }

  private Outcome outcome(Facts facts, Overlay overlay, PreparedCommit commit) throws SQLException {
    Verdict refusal;
    try {
      refusal = refusal(facts, overlay, commit);
    } catch (RuntimeException | Error e) {
      BrokenTransaction.throwIfBroken(e, engine.dialect());
      return new Outcome.Failed(e);
    }
    return refusal != null ? new Outcome.Judged(refusal) : accept(facts, overlay, commit);
  }

  private @Nullable Verdict refusal(Facts facts, Overlay overlay, PreparedCommit prepared)
      throws SQLException {
    PreparedCommit.PreparedCommand command = prepared.command();
    if (command != null) {
      UUID id = command.handled().id();
      Remembered before = remembered.containsKey(id) ? remembered.get(id) : facts.remembered(id);
      if (before != null && before.expired()) {
        forgotten.add(id);
      } else if (before != null) {
        return before.verdict(command, engine.codec());
      }
    }
    for (Condition condition : prepared.commit().conditions()) {
      long found = found(facts, overlay, condition);
      boolean holds =
          condition instanceof Condition.StreamAt at
              ? at.expected().allows(found)
              : condition instanceof Condition.DocumentAt document
                  ? document.expected().allows(found)
                  : found == 0;
      if (!holds) {
        return new Verdict.Conflict(condition, found);
      }
    }
    return null;
  }

  private long found(Facts facts, Overlay overlay, Condition condition) throws SQLException {
    if (condition instanceof Condition.StreamAt at) {
      return version(facts, at.stream());
    }
    if (condition instanceof Condition.DocumentAt at) {
      return overlay.version(at.type(), at.key());
    }
    Condition.NoneSince since = (Condition.NoneSince) condition;
    long stored = facts.firstMatch(since.query(), since.after());
    if (stored != 0) {
      return stored;
    }
    for (RecordedEvent event : accepted) {
      if (event.position() > since.after() && since.query().matches(event.type(), event.tags())) {
        return event.position();
      }
    }
    return 0;
  }

  private long version(Facts facts, String stream) {
    Long version = versions.get(stream);
    return version == null ? facts.version(stream) : version;
  }

  private Outcome accept(Facts facts, Overlay overlay, PreparedCommit prepared)
      throws SQLException {
    List<RecordedEvent> recorded = record(facts, prepared.commit());
    try {
      List<DocumentWrite<?>> writes = prepared.commit().writes();
      for (int i = 0; i < writes.size(); i++) {
        overlay.write(writes.get(i), prepared.writes().get(i));
      }
      if (!recorded.isEmpty()) {
        for (InlineProjection projection : engine.inline()) {
          InlineProjection.checkIsAtHead(
              projection, facts.checkpoint(projection.name()), head.position());
          projection.apply(recorded, overlay);
        }
      }
    } catch (RuntimeException | Error e) {
      BrokenTransaction.throwIfBroken(e, engine.dialect());
      overlay.discard();
      return new Outcome.Failed(e);
    }
    overlay.accept();
    keep(prepared, recorded);
    return new Outcome.Judged(new Verdict.Committed(recorded, position));
  }

  /** The first event that it writes, or null. */
  @Nullable RecordedEvent firstEvent() {
    return accepted.isEmpty() ? null : accepted.get(0);
  }

  /** Whether all that it writes are commands that are remembered, so that it may be repeated. */
  boolean isRepeatable() {
    for (int i = 0; i < commits.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Judged judged
          && judged.verdict() instanceof Verdict.Committed
          && commits.get(i).command() == null) {
        return false;
      }
    }
    return true;
  }

  /** The commit's events with the positions and versions that they will have. */
  private List<RecordedEvent> record(Facts facts, Commit commit) {
    List<RecordedEvent> recorded = new ArrayList<>(commit.events().size());
    Map<String, Long> taken = new HashMap<>();
    for (NewEvent event : commit.events()) {
      String stream = event.stream();
      long version = 0;
      if (stream != null) {
        Long last = taken.get(stream);
        version = (last == null ? version(facts, stream) : last) + 1;
        taken.put(stream, version);
      }
      recorded.add(
          new RecordedEvent(
              position + recorded.size() + 1,
              event.id(),
              stream,
              version,
              event.type().name(),
              event.type().revision(),
              event.payload(),
              event.tags(),
              commit.metadata(),
              commit.time()));
    }
    return List.copyOf(recorded);
  }

  private void keep(PreparedCommit prepared, List<RecordedEvent> recorded) {
    written = true;
    position += recorded.size();
    accepted.addAll(recorded);
    for (int i = 0; i < recorded.size(); i++) {
      RecordedEvent event = recorded.get(i);
      if (event.stream() != null) {
        versions.put(event.stream(), event.version());
      }
      events.add(event, prepared.events().get(i), prepared.metadata());
    }
    PreparedCommit.PreparedCommand command = prepared.command();
    if (command != null) {
      commands.add(CommandTable.row(command, position, engine.commands().now()));
      remembered.put(
          command.handled().id(),
          new Remembered(command.hash(), command.result(), position, false));
    }
  }

  private void write(Connection connection, Overlay overlay) throws SQLException {
    engine.events().insert(connection, events);
    engine.commands().delete(connection, forgotten);
    engine.commands().insert(connection, commands);
    overlay.flush();
    if (position > head.position()) {
      engine.checkpoints().put(connection, engine.inline(), position);
    }
    engine.moveHead(connection, head, newHead());
  }
}
