package org.plaincqrs.storage;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is alive and who runs what, at one moment.
 *
 * @param nodes the nodes whose term is not over, and the subscriptions that each knows, as name and
 *     version
 * @param readers of every subscription, in order of name, build and part
 */
public record Roster(Map<String, Set<String>> nodes, List<Reader> readers) {
  /** Copies both. */
  public Roster {
    nodes = Map.copyOf(nodes);
    readers = List.copyOf(readers);
  }
}
