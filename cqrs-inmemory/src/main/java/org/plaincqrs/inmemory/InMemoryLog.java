package org.plaincqrs.inmemory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.EventPage;

/**
 * The log as a list, and an index by stream, tag and type: lists of the same objects, each in order
 * of position. A query looks at the shortest list that must hold every match of an item.
 */
final class InMemoryLog implements EventLog {
  private static final List<RecordedEvent> NOTHING = List.of();

  private final ReentrantLock lock;
  private final List<RecordedEvent> events = new ArrayList<>();
  private final Map<String, List<RecordedEvent>> byStream = new HashMap<>();
  private final Map<Tag, List<RecordedEvent>> byTag = new HashMap<>();
  private final Map<String, List<RecordedEvent>> byType = new HashMap<>();

  InMemoryLog(ReentrantLock lock) {
    this.lock = lock;
  }

  @Override
  public long head() {
    return locked(this::end);
  }

  @Override
  public long version(String stream) {
    return locked(() -> (long) byStream.getOrDefault(stream, NOTHING).size());
  }

  @Override
  public EventPage read(EventQuery query, long after, int limit) {
    EventLog.checkLimit(limit);
    return locked(
        () ->
            after >= events.size()
                ? EventLog.emptyPage(after)
                : page(matches(query, after + 1, 1), limit, events.size()));
  }

  @Override
  public EventPage readBackward(EventQuery query, long before, int limit) {
    EventLog.checkLimit(limit);
    return locked(
        () -> page(matches(query, Math.min(Math.max(before, 1) - 1, events.size()), -1), limit, 1));
  }

  @Override
  public EventPage readStream(String stream, long afterVersion, int limit) {
    EventLog.checkLimit(limit);
    return locked(
        () -> {
          List<RecordedEvent> all = byStream.getOrDefault(stream, NOTHING);
          int from = (int) Math.min(Math.max(afterVersion, 0), all.size());
          int to = Math.min(all.size(), from + Math.min(limit, all.size()));
          return new EventPage(
              copy(all.subList(from, to)), Math.max(afterVersion, to), to < all.size());
        });
  }

  /** Moves them once; {@code List.copyOf} would take each of them in hand besides. */
  @SuppressWarnings("unchecked")
  private static List<RecordedEvent> copy(List<RecordedEvent> some) {
    return (List<RecordedEvent>)
        (List<?>) Collections.unmodifiableList(Arrays.asList(some.toArray()));
  }

  @Override
  public EventPage readStreamBackward(String stream, long beforeVersion, int limit) {
    EventLog.checkLimit(limit);
    return locked(
        () -> {
          List<RecordedEvent> all = byStream.getOrDefault(stream, NOTHING);
          int to = (int) Math.max(0, Math.min(Math.max(beforeVersion, 1) - 1, all.size()));
          int from = Math.max(0, to - limit);
          List<RecordedEvent> newestFirst = new ArrayList<>(all.subList(from, to));
          Collections.reverse(newestFirst);
          return new EventPage(newestFirst, from + 1L, from > 0);
        });
  }

  /** The position of the last event, for who holds the lock. */
  long end() {
    return events.size();
  }

  /**
   * The commit's events with the positions and versions that they will have; nothing is changed.
   */
  List<RecordedEvent> record(Commit commit) {
    List<NewEvent> fresh = commit.events();
    RecordedEvent[] recorded = new RecordedEvent[fresh.size()];
    Map<String, Long> versions = fresh.size() > 1 ? new HashMap<>() : Map.of();
    for (int i = 0; i < recorded.length; i++) {
      NewEvent event = fresh.get(i);
      recorded[i] =
          new RecordedEvent(
              events.size() + i + 1L,
              event.id(),
              event.stream(),
              nextVersion(event.stream(), versions, recorded.length),
              event.type().name(),
              event.type().revision(),
              event.payload(),
              event.tags(),
              commit.metadata(),
              commit.time());
    }
    return List.of(recorded);
  }

  void append(List<RecordedEvent> recorded) {
    for (RecordedEvent event : recorded) {
      events.add(event);
      byType.computeIfAbsent(event.type(), type -> new ArrayList<>()).add(event);
      if (event.stream() != null) {
        byStream.computeIfAbsent(event.stream(), stream -> new ArrayList<>()).add(event);
      }
      for (Tag tag : event.tags()) {
        byTag.computeIfAbsent(tag, t -> new ArrayList<>()).add(event);
      }
    }
  }

  /** The position of the first event behind {@code after} that matches, 0 when there is none. */
  long firstMatch(EventQuery query, long after) {
    RecordedEvent first = after >= events.size() ? null : matches(query, after + 1, 1).next();
    return first == null ? 0 : first.position();
  }

  private Matches matches(EventQuery query, long from, int step) {
    Matches matches = new Matches(query, from, step);
    for (EventQuery.Item item : query.items()) {
      candidates(item).forEach(matches::lookAt);
    }
    return matches;
  }

  /**
   * Lists that together hold every match of an item: the shortest of its tags', else those of its
   * types, else all.
   */
  private List<List<RecordedEvent>> candidates(EventQuery.Item item) {
    if (!item.tags().isEmpty()) {
      List<RecordedEvent> shortest = events;
      for (Tag tag : item.tags()) {
        List<RecordedEvent> tagged = byTag.getOrDefault(tag, NOTHING);
        shortest = tagged.size() < shortest.size() ? tagged : shortest;
      }
      return List.of(shortest);
    }
    if (!item.types().isEmpty()) {
      return item.types().stream().map(type -> byType.getOrDefault(type, NOTHING)).toList();
    }
    return List.of(events);
  }

  /**
   * The version of a stream's next event; {@code versions} holds those that earlier events of the
   * commit took.
   */
  private long nextVersion(@Nullable String stream, Map<String, Long> versions, int count) {
    if (stream == null) {
      return 0;
    }
    long first = byStream.getOrDefault(stream, NOTHING).size() + 1L;
    return count == 1 ? first : versions.merge(stream, first, (last, same) -> last + 1);
  }

  private static EventPage page(Matches matches, int limit, long end) {
    List<RecordedEvent> page = new ArrayList<>();
    for (RecordedEvent match = matches.next(); match != null; match = matches.next()) {
      page.add(match);
      if (page.size() == limit) {
        return new EventPage(page, match.position(), match.position() != end);
      }
    }
    return new EventPage(page, end, false);
  }

  private <T> T locked(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }
}
