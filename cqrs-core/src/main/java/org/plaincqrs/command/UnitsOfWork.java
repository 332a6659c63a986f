package org.plaincqrs.command;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.ConflictException;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a unit of work around each handler and commits it. One per wiring; thread-safe once
 * started.
 *
 * <p>Whether a command was handled before is not asked in front: the storage finds out in the
 * commit, at no cost. Only when the handler or the commit refuses is it asked, since a repeated
 * command may well be refused by what its first run has changed; it then gets the answer of the
 * first run.
 */
public final class UnitsOfWork {
  private static final Logger LOG = LoggerFactory.getLogger(UnitsOfWork.class);

  /** A handler that is also given its unit of work. */
  @FunctionalInterface
  public interface Handler<C extends ICommand<R>, R extends @Nullable Object> {
    /**
     * Does what the command asks for.
     *
     * @throws Exception to reject it; nothing of it stays then
     */
    R handle(C command, UnitOfWork work) throws Exception;
  }

  private record Started(
      Store store,
      EventLog log,
      EventTypes types,
      Clock clock,
      Consumer<Verdict.Committed> onCommit) {}

  private final ThreadLocal<@Nullable UnitOfWork> current = new ThreadLocal<>();
  private volatile @Nullable Started started;

  /** Gives it its store; before that, no command is handled. */
  public void start(
      Store store,
      EventLog log,
      EventTypes types,
      Clock clock,
      Consumer<Verdict.Committed> onCommit) {
    started = new Started(store, log, types, clock, onCommit);
  }

  /**
   * The unit of work of the command that the calling thread is handling, or null outside a handler.
   */
  public @Nullable UnitOfWork current() {
    return current.get();
  }

  /**
   * As {@link #current()}, refusing to be called outside a handler.
   *
   * @throws IllegalStateException when there is none
   */
  public UnitOfWork require(String operation) {
    UnitOfWork work = current.get();
    if (work == null) {
      throw new IllegalStateException(
          operation
              + " was called outside a command handler; only what a handler does, in its own thread, is committed.");
    }
    return work;
  }

  /** The store. */
  public Store store() {
    return started().store;
  }

  /** The log as the program sees it, upcasters applied. */
  public EventLog log() {
    return started().log;
  }

  /**
   * Handles a command in a unit of work and commits it.
   *
   * @return the receipt, once the commit is durable
   * @throws ConflictException when something changed meanwhile
   * @throws CommandIdReusedException when another command was handled under its id
   * @throws Exception whatever the handler throws
   */
  public <C extends ICommand<R>, R extends @Nullable Object> Receipt<R> handle(
      C command, Metadata metadata, Handler<C, R> handler) throws Exception {
    UnitOfWork outer = current.get();
    if (outer != null) {
      throw new IllegalStateException(
          command.getClass().getSimpleName()
              + " was dispatched inside the handler of "
              + outer.command().getClass().getSimpleName()
              + ". What one command does is one commit: call the other handler's code directly, or dispatch afterwards.");
    }
    checkId(command);
    Started to = started();
    UnitOfWork work = new UnitOfWork(command, metadata, to.types, to.log);
    Verdict verdict;
    // Current until the commit is made: what runs inside it, an inline projection, can't dispatch.
    current.set(work);
    try {
      Commit commit;
      try {
        commit = work.commit(handler.handle(command, work), to.clock.instant());
      } catch (Throwable refusal) {
        return rememberedOr(refusal, to.store, command);
      }
      verdict = to.store.commit(commit);
    } finally {
      work.close();
      // Not removed: the next command of the thread would have to make room for it again.
      current.set(null);
    }
    return receipt(to, command, work, verdict);
  }

  private static void checkId(ICommand<?> command) {
    if (command.id() == null) {
      throw new IllegalArgumentException(
          command.getClass().getSimpleName()
              + " has no id, so a repeat of it could not be told; give it ICommand.newId().");
    }
  }

  // A result is null exactly where the application's R allows it.
  @SuppressWarnings({"unchecked", "NullAway"})
  private <R extends @Nullable Object> Receipt<R> receipt(
      Started to, ICommand<R> command, UnitOfWork work, Verdict verdict) {
    if (verdict instanceof Verdict.Committed committed) {
      Object result = work.result();
      to.store.whenDurable(() -> afterCommit(to, work, committed));
      return new Receipt<>((R) result, committed.position(), false);
    }
    return refused(command, verdict);
  }

  @SuppressWarnings({"unchecked", "NullAway"})
  private static <R extends @Nullable Object> Receipt<R> refused(
      ICommand<R> command, Verdict verdict) {
    if (verdict instanceof Verdict.Duplicate duplicate) {
      return new Receipt<>((R) duplicate.result(), duplicate.position(), true);
    }
    if (verdict instanceof Verdict.Conflict conflict) {
      throw new ConflictException(conflict);
    }
    throw new CommandIdReusedException(command);
  }

  private static void afterCommit(Started to, UnitOfWork work, Verdict.Committed committed) {
    tell(work, () -> to.onCommit.accept(committed));
    tell(work, () -> work.committed(committed));
  }

  /** Whatever goes wrong here must neither fail the command nor keep others from hearing. */
  private static void tell(UnitOfWork work, Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException | Error e) {
      LOG.error(
          "What follows the commit of {} failed; the commit stands",
          work.command().getClass().getName(),
          e);
    }
  }

  private static <R extends @Nullable Object> Receipt<R> rememberedOr(
      Throwable refusal, Store store, ICommand<R> command) throws Exception {
    try {
      Optional<Verdict> verdict = store.remembered(UnitOfWork.handled(command, null));
      if (verdict.isPresent()) {
        return refused(command, verdict.get());
      }
    } catch (CommandIdReusedException e) {
      e.addSuppressed(refusal);
      throw e;
    } catch (RuntimeException e) {
      refusal.addSuppressed(e);
    }
    if (refusal instanceof Error error) {
      throw error;
    }
    if (refusal instanceof Exception exception) {
      throw exception;
    }
    throw new CqrsException(
        "The handler of " + command.getClass().getSimpleName() + " failed: " + refusal, refusal);
  }

  private Started started() {
    Started now = started;
    if (now == null) {
      throw new IllegalStateException(
          "The wiring is not built yet; handlers and repositories work once CqrsBuilder.build() has returned.");
    }
    return now;
  }
}
