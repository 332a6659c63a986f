package org.plaincqrs.subscription;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plaincqrs.storage.Reader;

/** How many of some readers a node is to run, so that those of all nodes differ by one at most. */
final class Share {
  private Share() {}

  /**
   * The share of a node. Whoever runs most already keeps the larger shares, so that as few readers
   * move as can be. All nodes come to the same by the same roster.
   *
   * @param nodes those that can run the readers, this one among them
   */
  static int of(String node, Set<String> nodes, List<Reader> readers) {
    Map<String, Integer> held = new HashMap<>();
    for (Reader reader : readers) {
      if (reader.node() != null) {
        held.merge(reader.node(), 1, Integer::sum);
      }
    }
    List<String> order =
        nodes.stream()
            .sorted(
                Comparator.comparing((String each) -> -held.getOrDefault(each, 0))
                    .thenComparing(each -> each))
            .toList();
    int larger = readers.size() % nodes.size();
    return readers.size() / nodes.size() + (order.indexOf(node) < larger ? 1 : 0);
  }
}
