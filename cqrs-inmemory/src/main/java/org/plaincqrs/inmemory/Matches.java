package org.plaincqrs.inmemory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;

/**
 * Walks several lists of events, each in order of position, as if they were one, and stops at every
 * match.
 */
final class Matches {
  private static final class Cursor {
    private final List<RecordedEvent> list;
    private int index;

    private Cursor(List<RecordedEvent> list, int index) {
      this.list = list;
      this.index = index;
    }
  }

  private final EventQuery query;
  private final long from;
  private final int step;
  private final List<Cursor> cursors = new ArrayList<>(2);

  /**
   * A walk that starts at a position.
   *
   * @param step 1 forward, -1 backward
   */
  Matches(EventQuery query, long from, int step) {
    this.query = query;
    this.from = from;
    this.step = step;
  }

  /** Takes a list into the walk; before the first call of {@link #next}. */
  void lookAt(List<RecordedEvent> list) {
    int first = indexOf(list, from);
    cursors.add(new Cursor(list, step > 0 || positionIs(list, first, from) ? first : first - 1));
  }

  /** The next match, or null at the end. */
  @Nullable RecordedEvent next() {
    RecordedEvent candidate = nearest();
    while (candidate != null && !query.matches(candidate.type(), candidate.tags())) {
      candidate = nearest();
    }
    return candidate;
  }

  /** The nearest event of all lists; every cursor on it moves on. */
  private @Nullable RecordedEvent nearest() {
    RecordedEvent nearest = null;
    for (Cursor cursor : cursors) {
      RecordedEvent event = at(cursor);
      if (event != null
          && (nearest == null || (event.position() - nearest.position()) * step < 0)) {
        nearest = event;
      }
    }
    for (Cursor cursor : cursors) {
      RecordedEvent event = at(cursor);
      if (nearest != null && event != null && event.position() == nearest.position()) {
        cursor.index += step;
      }
    }
    return nearest;
  }

  private static @Nullable RecordedEvent at(Cursor cursor) {
    return cursor.index >= 0 && cursor.index < cursor.list.size()
        ? cursor.list.get(cursor.index)
        : null;
  }

  private static boolean positionIs(List<RecordedEvent> list, int index, long position) {
    return index < list.size() && list.get(index).position() == position;
  }

  /** The index of the first event at or behind a position. */
  private static int indexOf(List<RecordedEvent> list, long position) {
    int low = 0;
    int high = list.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (list.get(middle).position() < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
