package org.plaincqrs.subscription;

import java.util.List;
import java.util.stream.IntStream;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Roster;

/** The builds of one subscription, as a roster has them. A build that is not there is 0. */
record Builds(List<Reader> readers) {
  static Builds of(Roster roster, String subscription) {
    return new Builds(
        roster.readers().stream()
            .filter(each -> each.subscription().equals(subscription))
            .toList());
  }

  List<Reader> readers(int build) {
    return readers.stream().filter(each -> each.build() == build).toList();
  }

  /** The build whose effects count. */
  int active() {
    return readers.stream().filter(Reader::active).mapToInt(Reader::build).max().orElse(0);
  }

  int newest(int version) {
    return readers.stream()
        .filter(each -> each.version() == version)
        .mapToInt(Reader::build)
        .max()
        .orElse(0);
  }

  int version(int build) {
    return readers(build).stream().mapToInt(Reader::version).max().orElse(0);
  }

  /** The number of the next build. */
  int next() {
    return readers.stream().mapToInt(Reader::build).max().orElse(0) + 1;
  }

  /** Those that another one has taken over from. */
  IntStream old() {
    int active = active();
    return readers.stream().mapToInt(Reader::build).filter(build -> build < active).distinct();
  }

  /**
   * The build that a node reads which knows a version: the active one, but beside a newer version
   * the newest of what it knows.
   */
  int shown(int version) {
    int own = newest(version);
    return version(active()) > version && own > 0 ? own : active();
  }

  /**
   * Whether a node that knows a version runs a reader: of that version the active or the newest.
   */
  boolean runs(Reader reader, int version) {
    return reader.version() == version && (reader.active() || reader.build() == newest(version));
  }

  /** The build of a version that is to take over; 0 when there is none. */
  int building(int version) {
    int newest = newest(version);
    return newest > active() ? newest : 0;
  }
}
