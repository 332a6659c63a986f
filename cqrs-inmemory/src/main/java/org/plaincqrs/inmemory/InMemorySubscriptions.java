package org.plaincqrs.inmemory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Roster;
import org.plaincqrs.storage.SubscriptionStore;

/** Checkpoints, readers and nodes as maps. */
final class InMemorySubscriptions implements SubscriptionStore {
  private record Node(Set<String> runs, long until) {}

  /** What is kept under an owner; the reader is null for one that is never claimed. */
  private record Row(long position, long epoch, @Nullable Reader reader) {
    private static final Row NONE = new Row(0, 0, null);

    private Row at(long newPosition) {
      return new Row(newPosition, epoch, reader);
    }
  }

  private static final Comparator<Reader> ORDER =
      Comparator.comparing(Reader::subscription, DocumentType.KEY_ORDER)
          .thenComparing(Reader::build)
          .thenComparing(Reader::part);

  private final ReentrantLock lock;
  private final Map<String, Row> rows = new HashMap<>();
  private final Map<String, Node> nodes = new HashMap<>();
  private long generation;

  InMemorySubscriptions(ReentrantLock lock) {
    this.lock = lock;
  }

  long position(String owner) {
    return row(owner).position;
  }

  /** Whether a checkpoint is where a move begins. */
  boolean fits(Checkpoint move) {
    Row row = row(move.owner());
    return row.position == move.from() && row.epoch == move.epoch();
  }

  void put(String owner, long position) {
    rows.put(owner, row(owner).at(position));
  }

  private Row row(String owner) {
    return rows.getOrDefault(owner, Row.NONE);
  }

  @Override
  public Roster roster() {
    lock.lock();
    try {
      Map<String, Set<String>> alive = new HashMap<>();
      nodes.forEach(
          (name, node) -> {
            if (isAlive(name)) {
              alive.put(name, node.runs);
            }
          });
      List<Reader> readers = new ArrayList<>();
      for (Row row : rows.values()) {
        if (row.reader != null) {
          readers.add(current(row, row.reader));
        }
      }
      readers.sort(ORDER);
      return new Roster(alive, readers);
    } finally {
      lock.unlock();
    }
  }

  private Reader current(Row row, Reader reader) {
    String node = reader.node();
    return with(
        reader,
        reader.active(),
        reader.paused(),
        row.position,
        row.epoch,
        node == null || !isAlive(node) ? null : node,
        reader.status());
  }

  private boolean isAlive(String node) {
    Node found = nodes.get(node);
    return found != null && found.until - System.nanoTime() > 0;
  }

  @Override
  public long generation() {
    lock.lock();
    try {
      return generation;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void beat(String node, Set<String> runs, Duration term) {
    lock.lock();
    try {
      nodes.values().removeIf(each -> each.until - System.nanoTime() < -10 * term.toNanos());
      Node before = nodes.put(node, new Node(Set.copyOf(runs), System.nanoTime() + term.toNanos()));
      if (before == null || !before.runs.equals(runs)) {
        generation++;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void leave(String node) {
    lock.lock();
    try {
      if (nodes.remove(node) != null) {
        generation++;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void create(List<Reader> readers) {
    lock.lock();
    try {
      for (Reader reader : readers) {
        Row row = rows.get(reader.owner());
        if (row == null) {
          rows.put(reader.owner(), new Row(reader.position(), 0, reader));
          generation++;
        } else if (row.reader == null) {
          rows.put(reader.owner(), new Row(row.position, row.epoch, reader));
          generation++;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Reader> claim(Reader seen, String node) {
    lock.lock();
    try {
      Row row = row(seen.owner());
      Reader reader = row.reader;
      if (reader == null
          || row.epoch != seen.epoch()
          || (reader.node() != null && isAlive(reader.node()))) {
        return Optional.empty();
      }
      Reader claimed =
          with(
              reader,
              reader.active(),
              reader.paused(),
              row.position,
              row.epoch + 1,
              node,
              reader.status());
      rows.put(seen.owner(), new Row(row.position, row.epoch + 1, claimed));
      return Optional.of(claimed);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void release(Reader held) {
    changeHeld(held, reader -> withNode(reader, null), true);
  }

  @Override
  public boolean report(Reader held, String status) {
    return changeHeld(
        held,
        reader ->
            with(
                reader,
                reader.active(),
                reader.paused(),
                reader.position(),
                reader.epoch(),
                reader.node(),
                status),
        false);
  }

  private boolean changeHeld(Reader held, UnaryOperator<Reader> change, boolean notable) {
    lock.lock();
    try {
      Row row = row(held.owner());
      if (row.reader == null || row.epoch != held.epoch()) {
        return false;
      }
      rows.put(held.owner(), new Row(row.position, row.epoch, change.apply(row.reader)));
      generation += notable ? 1 : 0;
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void pause(String subscription, boolean paused) {
    changeAll(
        subscription,
        reader ->
            with(
                reader,
                reader.active(),
                paused,
                reader.position(),
                reader.epoch(),
                reader.node(),
                reader.status()));
  }

  @Override
  public void reset(Reader reader, long position) {
    lock.lock();
    try {
      Row row = row(reader.owner());
      if (row.reader != null) {
        rows.put(reader.owner(), new Row(position, row.epoch + 1, withNode(row.reader, null)));
        generation++;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean activate(String subscription, int build, int instead) {
    lock.lock();
    try {
      if (of(subscription).stream().noneMatch(each -> each.active() && each.build() == instead)
          || of(subscription).stream().noneMatch(each -> each.build() == build)) {
        return false;
      }
      changeAll(
          subscription,
          reader ->
              with(
                  reader,
                  reader.build() == build,
                  reader.paused(),
                  reader.position(),
                  reader.epoch(),
                  reader.node(),
                  reader.status()));
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean replace(String subscription, int instead, List<Reader> successors) {
    lock.lock();
    try {
      List<Reader> before =
          of(subscription).stream()
              .filter(each -> each.active() && each.build() == instead)
              .toList();
      if (before.isEmpty()) {
        return false;
      }
      long lowest =
          before.stream().mapToLong(each -> row(each.owner()).position).min().orElseThrow();
      long epoch =
          1 + before.stream().mapToLong(each -> row(each.owner()).epoch).max().orElseThrow();
      before.forEach(each -> rows.remove(each.owner()));
      for (Reader each : successors) {
        Reader active = with(each, true, false, lowest, epoch, null, "");
        rows.put(each.owner(), new Row(lowest, epoch, active));
      }
      generation++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void remove(String subscription, int build) {
    lock.lock();
    try {
      for (Reader reader : of(subscription)) {
        if (reader.build() == build) {
          rows.remove(reader.owner());
          generation++;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private List<Reader> of(String subscription) {
    List<Reader> found = new ArrayList<>();
    for (Row row : rows.values()) {
      if (row.reader != null && row.reader.subscription().equals(subscription)) {
        found.add(row.reader);
      }
    }
    return found;
  }

  private void changeAll(String subscription, UnaryOperator<Reader> change) {
    lock.lock();
    try {
      for (Reader reader : of(subscription)) {
        Row row = row(reader.owner());
        rows.put(reader.owner(), new Row(row.position, row.epoch, change.apply(reader)));
        generation++;
      }
    } finally {
      lock.unlock();
    }
  }

  private static Reader withNode(Reader reader, @Nullable String node) {
    return with(
        reader,
        reader.active(),
        reader.paused(),
        reader.position(),
        reader.epoch(),
        node,
        reader.status());
  }

  private static Reader with(
      Reader reader,
      boolean active,
      boolean paused,
      long position,
      long epoch,
      @Nullable String node,
      String status) {
    return new Reader(
        reader.subscription(),
        reader.build(),
        reader.version(),
        reader.part(),
        reader.parts(),
        active,
        paused,
        position,
        epoch,
        node,
        status);
  }
}
