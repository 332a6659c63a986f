package org.plaincqrs.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.Metadata;

/**
 * Rules on the fields of messages, checked before the handler; {@link #violations} asks them
 * without sending. Immutable and thread-safe.
 *
 * <pre>{@code
 * Validation.builder()
 *     .rule(RateProduct.class, "rating", RateProduct::rating, r -> r >= 1 && r <= 5, "must be 1 to 5")
 *     .build();
 * }</pre>
 */
public final class Validation implements Interceptor<Object> {
  /**
   * One broken rule.
   *
   * @param field which field
   * @param message what it must be, and the value when it is a number, a boolean or null
   */
  public record Violation(String field, String message) {
    @Override
    public String toString() {
      return field + " " + message;
    }
  }

  private record Rule(
      String field, Function<Object, ?> value, Predicate<Object> holds, String demand) {}

  private final Map<Class<?>, List<Rule>> rules;

  private Validation(Builder builder) {
    Map<Class<?>, List<Rule>> copy = new HashMap<>();
    builder.rules.forEach((type, list) -> copy.put(type, List.copyOf(list)));
    rules = Map.copyOf(copy);
  }

  /** No rules yet. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The rules that {@code message} breaks, in the order of their registration; empty when it is
   * valid.
   */
  public List<Violation> violations(Object message) {
    List<Violation> violations = List.of();
    for (Rule rule : rules.getOrDefault(message.getClass(), List.of())) {
      Object value = rule.value.apply(message);
      if (!rule.holds.test(value)) {
        violations = violations.isEmpty() ? new ArrayList<>() : violations;
        violations.add(new Violation(rule.field, rule.demand + shown(value)));
      }
    }
    return violations;
  }

  /** A number tells what is wrong; a text may be somebody's secret. */
  private static String shown(@Nullable Object value) {
    return value == null || value instanceof Number || value instanceof Boolean
        ? ", but is " + value
        : "";
  }

  @Override
  public Object intercept(Object message, Metadata metadata, Next<Object> next) throws Exception {
    List<Violation> violations = violations(message);
    if (!violations.isEmpty()) {
      throw new InvalidMessageException(message.getClass(), violations);
    }
    return next.proceed(message, metadata);
  }

  /** Collects rules; not for use by several threads. */
  public static final class Builder {
    private final Map<Class<?>, List<Rule>> rules = new HashMap<>();

    private Builder() {}

    /**
     * Adds a rule: {@code value} of a message of class {@code type} must satisfy {@code holds}.
     *
     * @param field the name that a violation bears
     * @param demand completes the sentence "field ...", for example "must be 1 to 5"
     */
    @SuppressWarnings("unchecked")
    public <M, V> Builder rule(
        Class<M> type,
        String field,
        Function<? super M, V> value,
        Predicate<? super V> holds,
        String demand) {
      rules
          .computeIfAbsent(MessageClass.concrete("A validation rule", type), t -> new ArrayList<>())
          .add(new Rule(field, (Function<Object, V>) value, (Predicate<Object>) holds, demand));
      return this;
    }

    /** The interceptor. */
    public Validation build() {
      return new Validation(this);
    }
  }

  /** A message breaks its rules. */
  public static final class InvalidMessageException extends org.plaincqrs.error.CqrsException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    InvalidMessageException(Class<?> type, List<Violation> violations) {
      super(
          type.getSimpleName()
              + " is invalid: "
              + String.join("; ", violations.stream().map(Violation::toString).toList())
              + ".");
      this.violations = List.copyOf(violations);
    }

    /** The broken rules, in the order of their registration; at least one. */
    public List<Violation> violations() {
      return violations;
    }
  }
}
