package org.plaincqrs.jdbc.codec;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.StoredType;
import org.plaincqrs.event.StoredUpcaster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an old form of an event by changing its JSON, without a class for it. Registered with the
 * event types; runs when {@link JacksonCodec} reads, nothing in the log is changed. Immutable.
 *
 * <pre>{@code
 * EventTypes.builder()
 *     .add(ProductRated.class) // today's, with @EventName(revision = 3)
 *     .upcast(JsonUpcaster.of("ProductRated", 1).rename("prod", "product").to("ProductRated", 2))
 *     .upcast(JsonUpcaster.of("ProductRated", 2).to("ProductRated", 3,
 *         json -> json.put("stars", json.get("percent").intValue() / 20)))
 *     .upcast(JsonUpcaster.of("ProductShown", 1).drop());
 * }</pre>
 */
public final class JsonUpcaster implements StoredUpcaster {
  private final StoredType from;
  private final Set<StoredType> targets;
  private final Function<ObjectNode, List<JsonEvent>> function;

  private JsonUpcaster(
      StoredType from, Set<StoredType> targets, Function<ObjectNode, List<JsonEvent>> function) {
    this.from = from;
    this.targets = Set.copyOf(targets);
    this.function = function;
  }

  /** Begins an upcaster of the events recorded under that name and revision. */
  public static Change of(String name, int revision) {
    return new Change(StoredType.of(name, revision), UnaryOperator.identity());
  }

  @Override
  public String name() {
    return from.name();
  }

  @Override
  public int revision() {
    return from.revision();
  }

  @Override
  public Set<StoredType> targets() {
    return targets;
  }

  /** What it makes of a stored payload, which it may change. */
  List<JsonEvent> upcast(ObjectNode payload) {
    return function.apply(payload);
  }

  @Override
  public String toString() {
    return "JSON upcaster of event type " + from;
  }

  /** The changes so far; each step gives another one. Immutable. */
  public static final class Change {
    private final StoredType from;
    private final UnaryOperator<ObjectNode> change;

    private Change(StoredType from, UnaryOperator<ObjectNode> change) {
      this.from = from;
      this.change = change;
    }

    /**
     * Renames a field. An event without it, or with one of the new name, can't be read: so a typo
     * shows at the first event.
     */
    public Change rename(String field, String newName) {
      return then(
          json -> {
            checkPresent(json, field);
            if (json.has(newName)) {
              throw new IllegalStateException(
                  "There is a field '" + newName + "' already, beside '" + field + "'.");
            }
            json.set(newName, json.remove(field));
          });
    }

    /** Removes a field; an event without it can't be read, as in {@link #rename}. */
    public Change remove(String field) {
      return then(
          json -> {
            checkPresent(json, field);
            json.remove(field);
          });
    }

    /**
     * Adds a field to the events that do not have it.
     *
     * @param value a text, int, long, BigDecimal or boolean, or null; for others change the JSON in
     *     a function
     */
    public Change withDefault(String field, @Nullable Object value) {
      JsonNode node = node(value);
      return then(json -> json.putIfAbsent(field, node));
    }

    /** To one event type. */
    public JsonUpcaster to(String name, int revision) {
      return to(name, revision, UnaryOperator.identity());
    }

    /** To one event type, by a function that may change and return the object that it is given. */
    public JsonUpcaster to(String name, int revision, UnaryOperator<ObjectNode> function) {
      StoredType target = StoredType.of(name, revision);
      return split(Set.of(target), json -> List.of(new JsonEvent(target, function.apply(json))));
    }

    /**
     * To the events that {@code function} returns, in order; they share the position and version.
     *
     * @param targets the types that the function may return
     */
    public JsonUpcaster split(
        Set<StoredType> targets, Function<ObjectNode, List<JsonEvent>> function) {
      Objects.requireNonNull(function, "The function is null.");
      return new JsonUpcaster(from, targets, json -> function.apply(change.apply(json)));
    }

    /** To nothing: the event stays in the log, and is not seen. */
    public JsonUpcaster drop() {
      return new JsonUpcaster(from, Set.of(), json -> List.of());
    }

    private Change then(java.util.function.Consumer<ObjectNode> step) {
      return new Change(
          from,
          json -> {
            ObjectNode changed = change.apply(json);
            step.accept(changed);
            return changed;
          });
    }

    private static void checkPresent(ObjectNode json, String field) {
      if (!json.has(field)) {
        throw new IllegalStateException(
            "There is no field '"
                + field
                + "'; there are: "
                + String.join(", ", new TreeSet<>(json.propertyNames()))
                + ".");
      }
    }

    private static JsonNode node(@Nullable Object value) {
      JsonNodeFactory nodes = JsonNodeFactory.instance;
      if (value == null) {
        return nodes.nullNode();
      }
      if (value instanceof String text) {
        return nodes.stringNode(text);
      }
      if (value instanceof Boolean flag) {
        return nodes.booleanNode(flag);
      }
      if (value instanceof Integer || value instanceof Long) {
        return nodes.numberNode(((Number) value).longValue());
      }
      if (value instanceof BigDecimal number) {
        return nodes.numberNode(number);
      }
      throw new IllegalArgumentException(
          "A default of "
              + value.getClass().getName()
              + " has no plain JSON; give a text, int, long, BigDecimal, boolean or null, or set it"
              + " in a function.");
    }
  }
}
