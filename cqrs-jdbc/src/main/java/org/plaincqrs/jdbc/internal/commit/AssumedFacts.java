package org.plaincqrs.jdbc.internal.commit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.ExpectedVersion;

/**
 * The facts under which everything goes well: every stream is at the version that is expected of
 * it, no command was handled before, no event matches a query that must find none. They are noted,
 * so that the one statement that writes also checks them; but for what is known as of the head,
 * which holds as long as the head is where it was, and that the statement checks too.
 */
final class AssumedFacts implements Facts {
  /** A query of which no event may be found behind a position. */
  record NoMatch(EventQuery.Item item, long after) {}

  private static final long SHORT = 1_000;

  private final Map<String, Long> known;
  private final long head;
  private final Map<String, Long> versions = new HashMap<>();
  private final Map<String, Long> assumed = new LinkedHashMap<>();
  private final Set<UUID> ids = new LinkedHashSet<>();
  private final List<NoMatch> noMatches = new ArrayList<>();

  private AssumedFacts(Map<String, Long> known, long head) {
    this.known = known;
    this.head = head;
  }

  /**
   * The facts, or null where a commit needs something that can't be assumed: a document, an inline
   * projection, the version of a stream of which nothing exact is expected.
   *
   * @param known versions of streams as far as they are known, as of the head
   * @param head the last position
   */
  static @Nullable AssumedFacts of(
      Engine engine, List<PreparedCommit> commits, Map<String, Long> known, long head) {
    AssumedFacts facts = new AssumedFacts(known, head);
    for (PreparedCommit commit : commits) {
      if (!facts.allow(engine, commit.commit())) {
        return null;
      }
      if (commit.command() != null) {
        facts.ids.add(commit.command().handled().id());
      }
    }
    return facts;
  }

  private boolean allow(Engine engine, Commit commit) {
    if (!commit.writes().isEmpty() || !engine.inline().isEmpty()) {
      return false;
    }
    for (Condition condition : commit.conditions()) {
      if (!allow(condition)) {
        return false;
      }
    }
    for (NewEvent event : commit.events()) {
      if (event.stream() != null && !isKnown(event.stream())) {
        return false;
      }
    }
    return true;
  }

  private boolean allow(Condition condition) {
    if (condition instanceof Condition.StreamAt at) {
      if (!isKnown(at.stream()) && at.expected() instanceof ExpectedVersion.Exactly exactly) {
        versions.put(at.stream(), exactly.version());
        assumed.put(at.stream(), exactly.version());
      }
      return isKnown(at.stream());
    }
    return condition instanceof Condition.NoneSince since
        && since.query().items().stream().allMatch(item -> allow(item, since.after()));
  }

  /**
   * Of several tags it is not known which is rare, so little of the log must be left to look at.
   */
  private boolean allow(EventQuery.Item item, long after) {
    return item.tags().size() == 1 || (!item.tags().isEmpty() && head - after <= SHORT);
  }

  private boolean isKnown(String stream) {
    Long version = known.get(stream);
    if (version != null) {
      versions.putIfAbsent(stream, version);
    }
    return versions.containsKey(stream);
  }

  @Override
  public long version(String stream) {
    return versions.getOrDefault(stream, 0L);
  }

  @Override
  public @Nullable Remembered remembered(UUID id) {
    return null;
  }

  @Override
  public long firstMatch(EventQuery query, long after) {
    for (EventQuery.Item item : query.items()) {
      noMatches.add(new NoMatch(item, after));
    }
    return 0;
  }

  @Override
  public long checkpoint(String projection) {
    return 0;
  }

  /** The version that each stream must have of which none is known. */
  Map<String, Long> versions() {
    return assumed;
  }

  /** The commands that must be unknown. */
  Set<UUID> ids() {
    return ids;
  }

  /** What must not match. */
  List<NoMatch> noMatches() {
    return noMatches;
  }
}
