package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.jdbc.OutcomeUnknownException;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;

/** What callers were told of their commits, to be held against what is in the log. */
final class History {
  private final Map<Work, Verdict.Committed> acknowledged = new ConcurrentHashMap<>();
  private final Map<Work, Verdict> otherwise = new ConcurrentHashMap<>();
  private final Map<Work, CqrsException> refused = new ConcurrentHashMap<>();
  private final Map<Work, OutcomeUnknownException> unknown = new ConcurrentHashMap<>();
  private final Queue<Throwable> foreign = new ConcurrentLinkedQueue<>();
  private final AtomicLong slowestNanos = new AtomicLong();

  /** Commits, and notes what came of it; null when it threw. */
  @Nullable Verdict commit(Store store, Work work) {
    long start = System.nanoTime();
    try {
      Verdict verdict = store.commit(work.commit());
      if (verdict instanceof Verdict.Committed committed) {
        acknowledged.put(work, committed);
      } else {
        otherwise.put(work, verdict);
      }
      return verdict;
    } catch (OutcomeUnknownException e) {
      unknown.put(work, e);
    } catch (CqrsException e) {
      refused.put(work, e);
    } catch (RuntimeException | Error e) {
      foreign.add(e);
    } finally {
      slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
    }
    return null;
  }

  int acknowledged() {
    return acknowledged.size();
  }

  Map<Work, CqrsException> refused() {
    return refused;
  }

  long slowestMillis() {
    return slowestNanos.get() / 1_000_000;
  }

  /** Holds all of it against the log; those of unknown outcome are sent again. */
  void check(Audit audit, Store store) throws SQLException {
    assertThat(foreign).as("exceptions that are not the library's").isEmpty();
    audit.check();
    acknowledged.forEach(
        (work, committed) -> assertThat(audit.effects(work.id())).isEqualTo(committed.events()));
    refused.forEach(
        (work, e) -> assertThat(audit.effects(work.id())).as("refused by %s", e).isEmpty());
    otherwise.forEach(
        (work, verdict) -> assertThat(audit.effects(work.id())).as("%s", verdict).isEmpty());
    for (Work work : unknown.keySet()) {
      int before = audit.effects(work.id()).size();
      assertThat(before).isIn(0, work.eventCount());
      assertThat(store.commit(work.commit()))
          .isInstanceOf(before == 0 ? Verdict.Committed.class : Verdict.Duplicate.class);
    }
    audit.check();
    unknown.forEach((work, e) -> assertThat(audit.effects(work.id())).hasSize(work.eventCount()));
  }

  @Override
  public String toString() {
    return "%d acknowledged, %d refused, %d conflicts or duplicates, %d unknown, slowest %d ms"
        .formatted(
            acknowledged.size(), refused.size(), otherwise.size(), unknown.size(), slowestMillis());
  }
}
