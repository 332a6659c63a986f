package org.plaincqrs.event;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by type name and revision. Asked once for every event that is read, so a look allocates
 * nothing for the revisions that there are in practice (below 128).
 */
final class Revisions<T> {
  private final Map<String, Map<Integer, T>> byName;

  Revisions() {
    this(new HashMap<>());
  }

  private Revisions(Map<String, Map<Integer, T>> byName) {
    this.byName = byName;
  }

  @Nullable T find(String name, int revision) {
    Map<Integer, T> byRevision = byName.get(name);
    return byRevision == null ? null : byRevision.get(revision);
  }

  /** The value that was there before, which then stays. */
  @Nullable T putIfAbsent(String name, int revision, T value) {
    return byName.computeIfAbsent(name, n -> new HashMap<>()).putIfAbsent(revision, value);
  }

  Collection<T> all() {
    return byName.values().stream().flatMap(byRevision -> byRevision.values().stream()).toList();
  }

  Revisions<T> copy() {
    Map<String, Map<Integer, T>> copies = new HashMap<>();
    byName.forEach((name, byRevision) -> copies.put(name, Map.copyOf(byRevision)));
    return new Revisions<>(Map.copyOf(copies));
  }
}
