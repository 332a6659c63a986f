package org.plaincqrs.event;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which events: those that match at least one item. The query of a dynamic consistency boundary, as
 * dcb.events specifies it.
 *
 * @param items joined by or; at least one
 */
public record EventQuery(List<Item> items) {
  private static final EventQuery ALL = new EventQuery(List.of(new Item(Set.of(), Set.of())));

  /**
   * One alternative: the type is one of {@code types} and all of {@code tags} are there.
   *
   * @param types stable type names; empty means any type
   * @param tags empty means any tags
   */
  public record Item(Set<String> types, Set<Tag> tags) {
    /** Copies both sets. */
    public Item {
      types = Set.copyOf(types);
      tags = Set.copyOf(tags);
    }

    /** Whether an event of that type and those tags matches. */
    public boolean matches(String type, Set<Tag> eventTags) {
      return (types.isEmpty() || types.contains(type))
          && (tags.isEmpty() || eventTags.containsAll(tags));
    }

    private Item tagged(Set<Tag> more) {
      return new Item(
          types, Stream.concat(tags.stream(), more.stream()).collect(Collectors.toSet()));
    }

    /** Whether the item matches every event. */
    public boolean matchesAll() {
      return types.isEmpty() && tags.isEmpty();
    }

    @Override
    public String toString() {
      return (types.isEmpty() ? "any type" : "types " + types.stream().sorted().toList())
          + (tags.isEmpty() ? "" : " tagged " + tags.stream().map(Tag::toString).sorted().toList());
    }
  }

  /** Copies the items. */
  public EventQuery {
    items = List.copyOf(items);
    if (items.isEmpty()) {
      throw new IllegalArgumentException(
          "An event query needs at least one item; EventQuery.all() matches every event.");
    }
  }

  /** Every event. */
  public static EventQuery all() {
    return ALL;
  }

  /** Events of one of these types; at least one. */
  public static EventQuery types(Set<String> types) {
    if (types.isEmpty()) {
      throw new IllegalArgumentException(
          "A query by types needs at least one; EventQuery.all() matches every event.");
    }
    return new EventQuery(List.of(new Item(types, Set.of())));
  }

  /** Events that carry all of these tags; at least one. */
  public static EventQuery tags(Tag... tags) {
    if (tags.length == 0) {
      throw new IllegalArgumentException(
          "A query by tags needs at least one; EventQuery.all() matches every event.");
    }
    return new EventQuery(List.of(new Item(Set.of(), Set.copyOf(Arrays.asList(tags)))));
  }

  /** Those of this query's events that carry all of these tags as well. */
  public EventQuery tagged(Tag... tags) {
    return new EventQuery(
        items.stream().map(item -> item.tagged(Set.copyOf(Arrays.asList(tags)))).toList());
  }

  /** Events that match this query or {@code other}. */
  public EventQuery or(EventQuery other) {
    return new EventQuery(Stream.concat(items.stream(), other.items.stream()).toList());
  }

  /** Whether an event of that type and those tags matches. */
  public boolean matches(String type, Set<Tag> tags) {
    for (Item item : items) {
      if (item.matches(type, tags)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one item matches every event. */
  public boolean matchesAll() {
    return items.stream().anyMatch(Item::matchesAll);
  }

  @Override
  public String toString() {
    return items.stream().map(Item::toString).collect(Collectors.joining(" or "));
  }
}
