package org.plaincqrs.subscription;

/** Where in the log a subscription begins that has never run. */
public sealed interface Start {
  /** Behind a position: the first event it gets is the next one. */
  record After(long position) implements Start {
    /** Checks the position. */
    public After {
      if (position < 0) {
        throw new IllegalArgumentException(
            "A subscription can't start behind position " + position + "; positions count from 1.");
      }
    }
  }

  /** At what comes next. */
  record End() implements Start {}

  /** With the first event. */
  static Start beginning() {
    return new After(0);
  }

  /** With the event behind a position. */
  static Start after(long position) {
    return new After(position);
  }

  /** With what is appended from now on. */
  static Start end() {
    return new End();
  }
}
