package org.plaincqrs.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be run by one name. */
enum Suite {
  /** Everything for a moment, to see that it runs. */
  QUICK(Part.DISPATCH_2, Part.EVENTS, Part.LOADS, Part.APPENDS, Part.GROWTH),
  /** Commands, queries and events. */
  DISPATCH(Part.DISPATCH_1, Part.DISPATCH_2, Part.EVENTS),
  /** The storage in memory. */
  STORES(Part.LOADS, Part.APPENDS, Part.GROWTH),
  /** Both. */
  FULL(Part.DISPATCH_1, Part.DISPATCH_2, Part.EVENTS, Part.LOADS, Part.APPENDS, Part.GROWTH);

  private final List<Part> parts;

  Suite(Part... parts) {
    this.parts = List.of(parts);
  }

  List<Part> parts() {
    return parts;
  }

  static Optional<Suite> named(String name) {
    return Stream.of(values()).filter(suite -> suite.toString().equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
