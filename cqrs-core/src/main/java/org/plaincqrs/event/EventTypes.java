package org.plaincqrs.event;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.error.ConfigurationException;

/**
 * The registered event types: class to stable name and revision, and back; and the upcasters that
 * turn an event as it was once recorded into the events that the program knows today. Immutable.
 *
 * <pre>{@code
 * EventTypes.builder()
 *     .add(ProductEvent.class)                        // sealed; its ProductRated has @EventName(revision = 2)
 *     .add("ProductRated", 1, ProductRatedV1.class)   // how it was recorded once
 *     .upcast(ProductRatedV1.class, ProductRated.class, old -> new ProductRated(old.id(), old.stars()))
 *     .build();
 * }</pre>
 */
public final class EventTypes {
  private record Upcaster(Set<Class<?>> targets, Function<Object, List<?>> function) {}

  private final Map<Class<?>, EventType> byClass;
  private final Revisions<EventType> byName;
  private final Map<Class<?>, Upcaster> upcasters;
  private final Revisions<StoredUpcaster> stored;

  private EventTypes(Builder builder) {
    byClass = Map.copyOf(builder.byClass);
    byName = builder.byName.copy();
    upcasters = Map.copyOf(builder.upcasters);
    stored = builder.stored.copy();
  }

  /** An empty registry to fill. */
  public static Builder builder() {
    return new Builder();
  }

  /** The types of one class, or of a sealed hierarchy; see {@link Builder#add(Class)}. */
  public static EventTypes of(Class<?> type) {
    return builder().add(type).build();
  }

  /** The types of these classes; see {@link Builder#add(Class)}. */
  public static EventTypes of(Class<?>... classes) {
    Builder builder = builder();
    for (Class<?> type : classes) {
      builder.add(type);
    }
    return builder.build();
  }

  /**
   * The type under which {@code payload} is recorded.
   *
   * @throws UnknownEventTypeException when its class is not registered
   */
  public EventType of(Object payload) {
    EventType type = byClass.get(payload.getClass());
    if (type == null) {
      throw new UnknownEventTypeException(
          "Event class "
              + payload.getClass().getName()
              + " is not registered; add it with events("
              + payload.getClass().getSimpleName()
              + ".class) or its sealed interface. Registered are: "
              + names()
              + ".");
    }
    return type;
  }

  /**
   * As {@link #of}, for an event that is to be appended now.
   *
   * @throws UnknownEventTypeException when its class is not registered, or is an old form that an
   *     upcaster replaces
   */
  public EventType current(Object payload) {
    EventType type = of(payload);
    if (upcasters.containsKey(payload.getClass())) {
      throw new UnknownEventTypeException(
          "Event class "
              + payload.getClass().getName()
              + " is an old form, which an upcaster replaces when it is read; append what it becomes.");
    }
    return type;
  }

  /**
   * The type that was recorded under that name and revision.
   *
   * @throws UnknownEventTypeException when there is none
   */
  public EventType named(String name, int revision) {
    EventType type = byName.find(name, revision);
    if (type == null) {
      throw new UnknownEventTypeException(
          "Event type '"
              + name
              + "' revision "
              + revision
              + " is not registered; register the class that reads it."
              + " Registered are: "
              + names()
              + ".");
    }
    return type;
  }

  /** The upcaster of the stored payloads of that name and revision, or null when there is none. */
  public @Nullable StoredUpcaster storedUpcaster(String name, int revision) {
    return stored.find(name, revision);
  }

  /** Whether events of exactly this class are registered. */
  public boolean knows(Class<?> type) {
    return byClass.containsKey(type);
  }

  /**
   * The stable names under which events of {@code type} (a class or a supertype) may be recorded,
   * those that an upcaster turns into it included; empty when none is registered.
   */
  public Set<String> names(Class<?> type) {
    Set<String> names = new TreeSet<>();
    for (EventType candidate : byClass.values()) {
      if (becomes(candidate.payload(), type)) {
        names.add(candidate.name());
      }
    }
    for (StoredUpcaster candidate : stored.all()) {
      if (becomes(candidate, type)) {
        names.add(candidate.name());
      }
    }
    return names;
  }

  /** Whether an upcaster replaces events of exactly this class when they are read. */
  public boolean isOldForm(Class<?> type) {
    return upcasters.containsKey(type);
  }

  /** Whether some upcaster is registered; without one, reading needs no look at each event. */
  public boolean hasUpcasters() {
    return !upcasters.isEmpty() || !stored.all().isEmpty();
  }

  /**
   * What the program sees of a recorded event: itself, or what the upcasters make of it, which may
   * be nothing. Where a {@link StoredUpcaster} was at work, its {@link EventParts} are taken apart.
   */
  public List<RecordedEvent> upcast(RecordedEvent event) {
    if (event.payload() instanceof EventParts parts) {
      return parts.payloads().stream()
          .flatMap(part -> upcast(event.withPayload(of(part), part)).stream())
          .toList();
    }
    Upcaster upcaster = upcasters.get(event.payload().getClass());
    if (upcaster == null) {
      return List.of(event);
    }
    List<RecordedEvent> result = new ArrayList<>();
    for (Object payload : upcaster.function.apply(event.payload())) {
      if (!upcaster.targets.contains(payload.getClass())) {
        throw new UnknownEventTypeException(
            "The upcaster of "
                + event.payload().getClass().getName()
                + " returned "
                + payload.getClass().getName()
                + " for the event at position "
                + event.position()
                + ", which it did not declare; name the class where it is registered.");
      }
      result.addAll(upcast(event.withPayload(of(payload), payload)));
    }
    return result;
  }

  /** Ends, since {@link Builder#build} has refused circles. */
  private boolean becomes(Class<?> from, Class<?> type) {
    Upcaster upcaster = upcasters.get(from);
    return type.isAssignableFrom(from)
        || (upcaster != null
            && upcaster.targets.stream().anyMatch(target -> becomes(target, type)));
  }

  private boolean becomes(StoredUpcaster from, Class<?> type) {
    return from.targets().stream().anyMatch(target -> becomes(target, type));
  }

  private boolean becomes(StoredType from, Class<?> type) {
    StoredUpcaster upcaster = stored.find(from.name(), from.revision());
    return upcaster == null
        ? becomes(named(from.name(), from.revision()).payload(), type)
        : becomes(upcaster, type);
  }

  private String names() {
    Set<String> names = new TreeSet<>();
    byName.all().forEach(type -> names.add(type.name() + "@" + type.revision()));
    stored.all().forEach(upcaster -> names.add(upcaster.name() + "@" + upcaster.revision()));
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  /** Collects types and upcasters; not for use by several threads. */
  public static final class Builder {
    private final Map<Class<?>, EventType> byClass = new HashMap<>();
    private final Revisions<EventType> byName = new Revisions<>();
    private final Map<Class<?>, Upcaster> upcasters = new HashMap<>();
    private final Revisions<StoredUpcaster> stored = new Revisions<>();

    private Builder() {}

    /**
     * Registers a concrete class under its {@link EventName}, or its simple name without one; of a
     * sealed type, every permitted class. A class registered already keeps the name it has.
     *
     * @throws ConfigurationException when the name is taken, or the type is neither concrete nor
     *     sealed
     */
    public Builder add(Class<?> type) {
      Class<?> @Nullable [] permitted = type.getPermittedSubclasses();
      if (permitted != null) {
        for (Class<?> each : permitted) {
          add(each);
        }
      }
      if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
        if (permitted == null) {
          throw new ConfigurationException(
              "Event type "
                  + type.getName()
                  + " is neither a concrete class nor sealed; make the interface sealed,"
                  + " or register each event class.");
        }
        return this;
      }
      if (byClass.containsKey(type)) {
        return this;
      }
      EventName name = type.getAnnotation(EventName.class);
      return name == null
          ? add(type.getSimpleName(), 1, type)
          : add(name.value(), name.revision(), type);
    }

    /**
     * Registers one class under a name and revision.
     *
     * @throws ConfigurationException when the class or the name and revision are registered
     *     otherwise already
     */
    public Builder add(String name, int revision, Class<?> payload) {
      EventType type = new EventType(name, revision, payload);
      EventType sameName = byName.putIfAbsent(name, revision, type);
      EventType sameClass = byClass.putIfAbsent(payload, type);
      if (sameName != null && !sameName.equals(type)) {
        throw new ConfigurationException(
            "Event type '"
                + name
                + "' revision "
                + revision
                + " is claimed by "
                + sameName.payload().getName()
                + " and "
                + payload.getName()
                + "; give one of them another name or revision by @EventName.");
      }
      if (sameClass != null && !sameClass.equals(type)) {
        throw new ConfigurationException(
            "Event class "
                + payload.getName()
                + " is registered as '"
                + sameClass.name()
                + "' revision "
                + sameClass.revision()
                + " and again as '"
                + name
                + "' revision "
                + revision
                + "; register it once, before its sealed interface.");
      }
      return this;
    }

    /** Reads every event of class {@code from} as one of class {@code to}. */
    public <F, T> Builder upcast(Class<F> from, Class<T> to, Function<F, T> function) {
      return upcastToMany(from, Set.of(to), old -> List.of(function.apply(old)));
    }

    /**
     * Reads every event of class {@code from} as nothing: it is dropped at the read edge, and stays
     * in the log.
     */
    public Builder drop(Class<?> from) {
      return upcastToMany(from, Set.of(), old -> List.of());
    }

    /**
     * Reads every event of class {@code from} as the events that {@code function} returns, in
     * order; they share its position and version.
     *
     * @param to the classes that the function may return
     */
    public <F> Builder upcastToMany(
        Class<F> from, Set<Class<?>> to, Function<F, List<?>> function) {
      Upcaster upcaster =
          new Upcaster(Set.copyOf(to), payload -> function.apply(from.cast(payload)));
      if (upcasters.putIfAbsent(from, upcaster) != null) {
        throw new ConfigurationException(
            "Event class " + from.getName() + " has two upcasters; register one.");
      }
      return this;
    }

    /**
     * Reads every event recorded under the upcaster's name and revision as what it makes of the
     * stored payload. The form that it replaces has no class.
     */
    public Builder upcast(StoredUpcaster upcaster) {
      StoredType from = new StoredType(upcaster.name(), upcaster.revision());
      if (stored.putIfAbsent(from.name(), from.revision(), upcaster) != null) {
        throw new ConfigurationException(
            "Event type " + from + " has two stored upcasters; register one.");
      }
      return this;
    }

    /**
     * The registry.
     *
     * @throws ConfigurationException when what an upcaster names is not registered, upcasters turn
     *     in a circle, or an event type has a class as well as a stored upcaster
     */
    public EventTypes build() {
      new StoredUpcasterCheck(byName, stored).run();
      upcasters.forEach(
          (from, upcaster) -> {
            checkRegistered(from);
            upcaster.targets.forEach(this::checkRegistered);
            checkNoCircle(from, from, new HashSet<>());
          });
      return new EventTypes(this);
    }

    private void checkRegistered(Class<?> type) {
      if (!byClass.containsKey(type)) {
        throw new ConfigurationException(
            "An upcaster names event class "
                + type.getName()
                + ", which is not registered; add it.");
      }
    }

    private void checkNoCircle(Class<?> start, Class<?> at, Set<Class<?>> seen) {
      Upcaster upcaster = upcasters.get(at);
      if (upcaster == null || !seen.add(at)) {
        return;
      }
      for (Class<?> target : upcaster.targets) {
        if (target == start) {
          throw new ConfigurationException(
              "The upcasters of event class "
                  + start.getName()
                  + " lead back to it; remove one of them.");
        }
        checkNoCircle(start, target, seen);
      }
    }
  }
}
