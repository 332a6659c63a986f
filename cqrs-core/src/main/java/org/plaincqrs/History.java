package org.plaincqrs;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.storage.AsOf;
import org.plaincqrs.storage.EventLog;

/** The views that are computed from the log instead of being kept. */
record History(EventLog log, EventTypes types) {
  /** Hands over the events that a projection takes, up to a point. */
  void read(Projection<?, ?> projection, AsOf asOf, Consumer<List<RecordedEvent>> pages) {
    Set<String> names = new HashSet<>();
    projection.eventClasses().forEach(each -> names.addAll(types.names(each)));
    asOf.read(log, EventQuery.types(names), pages);
  }

  <V, K> IReadRepository<V, K> view(Projection<V, K> projection, AsOf asOf) {
    checkEventClasses(projection, types);
    return projection.computed(pages -> read(projection, asOf, pages));
  }

  <V, K> IReadRepository<V, K> live(Projection<V, K> projection, String stream) {
    checkEventClasses(projection, types);
    return projection.live(pages -> AsOf.now().read(log, stream, pages));
  }

  <V, K> IReadRepository<V, K> live(Projection<V, K> projection, EventQuery query) {
    checkEventClasses(projection, types);
    return projection.live(pages -> AsOf.now().read(log, query, pages));
  }

  /**
   * Refuses a projection of events that can't come.
   *
   * @throws ConfigurationException when a class is not registered, or is an old form
   */
  static void checkEventClasses(Projection<?, ?> projection, EventTypes types) {
    for (Class<?> eventClass : projection.eventClasses()) {
      checkRegistered(projection, eventClass, types);
      checkCurrent(projection, eventClass, types);
    }
  }

  private static void checkRegistered(
      Projection<?, ?> projection, Class<?> eventClass, EventTypes types) {
    if (!types.knows(eventClass)) {
      throw new ConfigurationException(
          "Projection '"
              + projection.name()
              + "' takes "
              + eventClass.getName()
              + ", which is no registered event class; add it with events("
              + eventClass.getSimpleName()
              + ".class), and name concrete classes in on(...).");
    }
  }

  private static void checkCurrent(
      Projection<?, ?> projection, Class<?> eventClass, EventTypes types) {
    if (types.isOldForm(eventClass)) {
      throw new ConfigurationException(
          "Projection '"
              + projection.name()
              + "' takes "
              + eventClass.getName()
              + ", an old form that an upcaster replaces before it is seen; take what it becomes.");
    }
  }
}
