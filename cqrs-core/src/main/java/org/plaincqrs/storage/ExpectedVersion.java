package org.plaincqrs.storage;

/**
 * What the version of a stream or document must be for a commit to go through. Absent counts as
 * version 0.
 */
public sealed interface ExpectedVersion {
  /** Any version, absent included. */
  record Any() implements ExpectedVersion {
    private static final Any ANY = new Any();

    @Override
    public String toString() {
      return "any version";
    }
  }

  /** Present, at any version. */
  record Exists() implements ExpectedVersion {
    private static final Exists EXISTS = new Exists();

    @Override
    public String toString() {
      return "any version from 1";
    }
  }

  /** This version exactly; 0 for absent. */
  record Exactly(long version) implements ExpectedVersion {
    /** Refuses negative versions. */
    public Exactly {
      if (version < 0) {
        throw new IllegalArgumentException(
            "Expected version " + version + " is negative; 0 stands for absent.");
      }
    }

    @Override
    public String toString() {
      return version == 0 ? "none" : "version " + version;
    }
  }

  /** Any version, absent included. */
  static ExpectedVersion any() {
    return Any.ANY;
  }

  /** Present, at any version. */
  static ExpectedVersion exists() {
    return Exists.EXISTS;
  }

  /** Absent: nothing appended or written yet. */
  static ExpectedVersion none() {
    return new Exactly(0);
  }

  /** This version exactly; 0 for absent. */
  static ExpectedVersion exactly(long version) {
    return new Exactly(version);
  }

  /** Whether {@code actual}, 0 for absent, is as expected. */
  default boolean allows(long actual) {
    if (this instanceof Exactly exactly) {
      return exactly.version == actual;
    }
    return this instanceof Any || actual > 0;
  }
}
