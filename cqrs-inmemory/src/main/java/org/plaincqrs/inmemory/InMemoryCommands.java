package org.plaincqrs.inmemory;

import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.inmemory.CommandTable.Remembered;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.Verdict;

/** The commands handled within the retention; guarded by the storage's lock. */
final class InMemoryCommands {
  private final long retentionMillis;
  private final CommandTable byId = new CommandTable();
  private final ArrayDeque<Remembered> oldestFirst = new ArrayDeque<>();

  InMemoryCommands(Duration retention) {
    retentionMillis = retention.toMillis();
  }

  /** What became of that command before, or null. */
  @Nullable Verdict find(HandledCommand command) {
    Remembered found = byId.find(command.id());
    if (found == null) {
      return null;
    }
    return found.command().command().equals(command.command())
        ? new Verdict.Duplicate(found.command().result(), found.position())
        : new Verdict.IdReused();
  }

  /** Remembers a command that was not found. */
  void remember(HandledCommand command, long position, long millis) {
    forgetBefore(millis - retentionMillis);
    Remembered remembered = new Remembered(command, position, millis);
    byId.add(remembered);
    oldestFirst.add(remembered);
  }

  private void forgetBefore(long millis) {
    for (Remembered oldest = oldestFirst.peek();
        oldest != null && oldest.millis() < millis;
        oldest = oldestFirst.peek()) {
      byId.remove(oldest);
      oldestFirst.remove();
    }
  }
}
