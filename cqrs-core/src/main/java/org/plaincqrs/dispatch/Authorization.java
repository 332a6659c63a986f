package org.plaincqrs.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.Metadata;

/**
 * Lets a message pass by who is acting and what the message is. Immutable and thread-safe.
 *
 * <pre>{@code
 * Authorization.denyByDefault()
 *     .allow(RateProduct.class, metadata -> metadata.user() != null)
 *     .build();
 * }</pre>
 */
public final class Authorization implements Interceptor<Object> {
  private final Map<Class<?>, BiPredicate<Object, Metadata>> rules;
  private final boolean allowByDefault;

  private Authorization(Builder builder) {
    rules = Map.copyOf(builder.rules);
    allowByDefault = builder.allowByDefault;
  }

  /** Refuses every message class without a rule. */
  public static Builder denyByDefault() {
    return new Builder(false);
  }

  /** Lets every message class without a rule pass. */
  public static Builder allowByDefault() {
    return new Builder(true);
  }

  @Override
  public Object intercept(Object message, Metadata metadata, Next<Object> next) throws Exception {
    BiPredicate<Object, Metadata> rule = rules.get(message.getClass());
    if (rule == null ? !allowByDefault : !rule.test(message, metadata)) {
      throw new NotAuthorizedException(metadata.user(), message.getClass(), rule != null);
    }
    return next.proceed(message, metadata);
  }

  /** Collects rules; not for use by several threads. */
  public static final class Builder {
    private final Map<Class<?>, BiPredicate<Object, Metadata>> rules = new HashMap<>();
    private final boolean allowByDefault;

    private Builder(boolean allowByDefault) {
      this.allowByDefault = allowByDefault;
    }

    /** Lets messages of class {@code type} pass for whom {@code rule} says so. */
    public Builder allow(Class<?> type, Predicate<Metadata> rule) {
      return allow(type, (message, metadata) -> rule.test(metadata));
    }

    /** As {@link #allow(Class, Predicate)}, by the message as well. */
    public <M> Builder allow(Class<M> type, BiPredicate<? super M, Metadata> rule) {
      MessageClass.concrete("An authorization rule", type);
      if (rules.putIfAbsent(type, (message, metadata) -> rule.test(type.cast(message), metadata))
          != null) {
        throw new ConfigurationException(
            type.getName() + " has two authorization rules; join them into one.");
      }
      return this;
    }

    /** The interceptor. */
    public Authorization build() {
      return new Authorization(this);
    }
  }

  /** A user may not do what a message asks for. */
  public static final class NotAuthorizedException extends org.plaincqrs.error.CqrsException {
    private static final long serialVersionUID = 1L;

    NotAuthorizedException(@Nullable String user, Class<?> type, boolean ruled) {
      super(
          (user == null ? "An unknown user" : "User '" + user + "'")
              + " may not send "
              + type.getSimpleName()
              + (ruled ? ": its rule refuses." : ": no rule allows it."));
    }
  }
}
