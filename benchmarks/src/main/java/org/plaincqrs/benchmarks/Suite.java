package org.plaincqrs.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be run by one name. */
enum Suite {
  /** Everything for a moment, to see that it runs. */
  QUICK(
      JmhPart.DISPATCH_2,
      JmhPart.EVENTS,
      JmhPart.LOADS,
      JmhPart.APPENDS,
      JmhPart.FOLLOWING,
      JmhPart.GROWTH,
      DatabasePart.POSTGRESQL,
      DatabasePart.H2,
      new ImportPart()),
  /** Commands, queries and events. */
  DISPATCH(JmhPart.DISPATCH_1, JmhPart.DISPATCH_2, JmhPart.EVENTS),
  /** The storage in memory. */
  STORES(JmhPart.LOADS, JmhPart.APPENDS, JmhPart.FOLLOWING, JmhPart.GROWTH),
  /** The storage on databases, under load. */
  DATABASES(DatabasePart.POSTGRESQL, DatabasePart.H2),
  /** A whole application. */
  IMPORTS(new ImportPart()),
  /** All of them. */
  FULL(
      JmhPart.DISPATCH_1,
      JmhPart.DISPATCH_2,
      JmhPart.EVENTS,
      JmhPart.LOADS,
      JmhPart.APPENDS,
      JmhPart.FOLLOWING,
      JmhPart.GROWTH,
      DatabasePart.POSTGRESQL,
      DatabasePart.H2,
      new ImportPart());

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
