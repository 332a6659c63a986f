package org.plaincqrs.inmemory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.Verdict;

/** The commands handled within the retention; guarded by the storage's lock. */
final class InMemoryCommands {
  private record Remembered(HandledCommand command, long position, long millis) {}

  private final long retentionMillis;
  private final Map<UUID, Remembered> byId = new HashMap<>();
  private final ArrayDeque<Remembered> oldestFirst = new ArrayDeque<>();

  InMemoryCommands(Duration retention) {
    retentionMillis = retention.toMillis();
  }

  /** What became of that command before, or null. */
  @Nullable Verdict find(HandledCommand command) {
    Remembered found = byId.get(command.id());
    if (found == null) {
      return null;
    }
    return found.command.command().equals(command.command())
        ? new Verdict.Duplicate(found.command.result(), found.position)
        : new Verdict.IdReused();
  }

  void remember(HandledCommand command, long position, long millis) {
    forgetBefore(millis - retentionMillis);
    Remembered remembered = new Remembered(command, position, millis);
    byId.put(command.id(), remembered);
    oldestFirst.add(remembered);
  }

  private void forgetBefore(long millis) {
    for (Remembered oldest = oldestFirst.peek();
        oldest != null && oldest.millis < millis;
        oldest = oldestFirst.peek()) {
      byId.remove(oldest.command.id());
      oldestFirst.remove();
    }
  }
}
