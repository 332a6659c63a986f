package org.plaincqrs.examples.catalog.nodes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.plaincqrs.subscription.SubscriptionStatus;

/**
 * Who runs which parts at a moment.
 *
 * @param byNode the parts that each node has, by its name; those that nobody has are under "nobody"
 */
record Shares(Map<String, List<String>> byNode) {
  private static final String NOBODY = "nobody";

  static Shares of(Collection<SubscriptionStatus> parts) {
    Map<String, List<String>> byNode = new TreeMap<>();
    for (SubscriptionStatus part : sorted(parts)) {
      String node = Objects.requireNonNullElse(part.node(), NOBODY);
      byNode.computeIfAbsent(node, name -> new ArrayList<>()).add(name(part));
    }
    return new Shares(byNode);
  }

  private static List<SubscriptionStatus> sorted(Collection<SubscriptionStatus> parts) {
    return parts.stream()
        .sorted(
            Comparator.comparing(SubscriptionStatus::subscription)
                .thenComparing(SubscriptionStatus::part))
        .toList();
  }

  private static String name(SubscriptionStatus part) {
    return part.parts() == 1 ? part.subscription() : String.valueOf(part.part());
  }

  /** Whether exactly these nodes have all parts, and none has two more than another. */
  boolean isEvenAmong(Collection<String> nodes) {
    if (nodes.size() != byNode.size() || !byNode.keySet().containsAll(nodes)) {
      return false;
    }
    List<Integer> counts = byNode.values().stream().map(List::size).sorted().toList();
    return counts.get(counts.size() - 1) - counts.get(0) <= 1;
  }

  @Override
  public String toString() {
    return byNode.entrySet().stream()
        .map(each -> each.getKey() + " has " + String.join(" ", each.getValue()))
        .collect(Collectors.joining(" | "));
  }
}
