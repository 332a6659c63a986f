package org.plaincqrs.jdbc.codec;

import org.plaincqrs.event.EventName;

/** The name of a class that is stored: the one it was given, or its simple name. */
final class StableNames {
  private StableNames() {}

  static String of(Class<?> type) {
    EventName given = type.getAnnotation(EventName.class);
    return given == null ? type.getSimpleName() : given.value();
  }
}
