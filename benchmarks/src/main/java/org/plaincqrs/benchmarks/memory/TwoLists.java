package org.plaincqrs.benchmarks.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.plaincqrs.event.TimeOrderedId;

/** The floor: a list for the log and one for each stream, under a lock, with ids and times. */
final class TwoLists {
  record Entry(UUID id, Instant time, String stream, int version, Object event) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Entry> log = new ArrayList<>();
  private final Map<String, List<Entry>> streams = new HashMap<>();

  /** Appends one event at whatever version the stream is. */
  void append(String name, Object event) {
    lock.lock();
    try {
      add(stream(name), Instant.now(), name, event);
    } finally {
      lock.unlock();
    }
  }

  /** Appends events to a stream that must be at that version. */
  void append(String name, long expected, List<?> events) {
    lock.lock();
    try {
      List<Entry> stream = stream(name);
      if (stream.size() != expected) {
        throw new IllegalStateException(name + " is at version " + stream.size() + ".");
      }
      Instant time = Instant.now();
      for (Object event : events) {
        add(stream, time, name, event);
      }
    } finally {
      lock.unlock();
    }
  }

  private List<Entry> stream(String name) {
    return streams.computeIfAbsent(name, key -> new ArrayList<>());
  }

  private void add(List<Entry> stream, Instant time, String name, Object event) {
    Entry entry = new Entry(TimeOrderedId.next(), time, name, stream.size() + 1, event);
    stream.add(entry);
    log.add(entry);
  }

  /** A copy of a stream. */
  List<Entry> load(String name) {
    lock.lock();
    try {
      return new ArrayList<>(stream(name));
    } finally {
      lock.unlock();
    }
  }

  int size() {
    return log.size();
  }
}
