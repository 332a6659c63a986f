package org.plaincqrs.event;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a message beside its content. It goes with a command through the
 * interceptors, and is recorded with every event of the commit.
 *
 * @param correlationId the id shared by everything that one first message set off
 * @param causationId the id of the message that directly caused this one
 * @param user who is acting, as authorization sees it
 * @param trace a trace context, for example a W3C traceparent
 * @param attributes anything else; copied
 */
public record Metadata(
    @Nullable UUID correlationId,
    @Nullable UUID causationId,
    @Nullable String user,
    @Nullable String trace,
    Map<String, String> attributes) {
  /** Nothing known. */
  public static final Metadata NONE = new Metadata(null, null, null, null, Map.of());

  /** Copies the attributes, and refuses texts that not every database can store. */
  public Metadata {
    attributes = Map.copyOf(attributes);
    if (user != null) {
      Identifiers.checkCharacters("user", user);
    }
    if (trace != null) {
      Identifiers.checkCharacters("trace", trace);
    }
    attributes.forEach(
        (name, value) -> {
          Identifiers.checkCharacters("attribute name", name);
          Identifiers.checkCharacters("attribute", value);
        });
  }

  /** Nothing known but the user. */
  public static Metadata ofUser(String user) {
    return NONE.withUser(user);
  }

  /** The same with another user. */
  public Metadata withUser(@Nullable String newUser) {
    return new Metadata(correlationId, causationId, newUser, trace, attributes);
  }

  /** The same with another correlation id. */
  public Metadata withCorrelationId(@Nullable UUID newCorrelationId) {
    return new Metadata(newCorrelationId, causationId, user, trace, attributes);
  }

  /** The same with another trace context. */
  public Metadata withTrace(@Nullable String newTrace) {
    return new Metadata(correlationId, causationId, user, newTrace, attributes);
  }

  /** The same with other attributes. */
  public Metadata withAttributes(Map<String, String> newAttributes) {
    return new Metadata(correlationId, causationId, user, trace, newAttributes);
  }

  /**
   * What the events of command {@code id} carry: caused by it, and correlated with it unless told
   * otherwise.
   */
  public Metadata causedBy(UUID id) {
    return new Metadata(correlationId == null ? id : correlationId, id, user, trace, attributes);
  }
}
