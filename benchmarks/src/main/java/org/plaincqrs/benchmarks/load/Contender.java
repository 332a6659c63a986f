package org.plaincqrs.benchmarks.load;

import java.util.Locale;

/**
 * Who takes part in a measure.
 *
 * @param opening makes its tables anew, for every round
 */
record Contender(String name, Role role, Opening opening) {
  /** What it is there for. */
  enum Role {
    /** It is measured against the yardstick. */
    OURS,
    /** What ours is measured against; of several, the fastest of the round. */
    YARDSTICK,
    /** It is only there to be looked at. */
    BESIDE;

    /** As the page calls it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Makes the tables and connections. */
  @FunctionalInterface
  interface Opening {
    Work open() throws Exception;
  }

  static Contender ours(String name, Opening opening) {
    return new Contender(name, Role.OURS, opening);
  }

  static Contender yardstick(String name, Opening opening) {
    return new Contender(name, Role.YARDSTICK, opening);
  }

  static Contender beside(String name, Opening opening) {
    return new Contender(name, Role.BESIDE, opening);
  }
}
