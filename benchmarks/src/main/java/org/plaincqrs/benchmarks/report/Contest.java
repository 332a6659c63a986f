package org.plaincqrs.benchmarks.report;

import java.util.Locale;

/**
 * A measure of the databases: ours beside what is written by hand, or by others, to do the same.
 */
public enum Contest {
  APPEND1("1 caller, 1 event a commit", 0.9),
  APPEND64("64 threads, 1 event a commit", 3),
  APPEND512V("512 virtual threads, 1 event a commit", 3.5),
  SLOWCOMMIT("64 threads, 1 event a commit, 1 ms added to every commit", 5),
  AXON64("64 threads, 1 event a commit, beside Axon, which writes its event row alone", 2.5),
  BATCH1000("1 caller, 1,000 events a commit", 0.7),
  CONDITIONAL1("1 caller, no event of a tag since", 0.8),
  CONDITIONAL64("64 threads, no event of a tag since", 0.8),
  GROWTH1("1 caller, behind a long log", 0.8),
  GROWTH64("64 threads, behind a long log", 0.8),
  READALL("the log page by page, typed events", 0.8),
  STREAM100("streams of 100 events, typed", 0.8),
  PROJECT("a view that follows into a table", 0.7);

  private final String title;
  private final double target;

  Contest(String title, double target) {
    this.title = title;
    this.target = target;
  }

  /** What is done, in words. */
  public String title() {
    return title;
  }

  /** The least ratio of ours to the yardstick that is wanted, on PostgreSQL. */
  public double target() {
    return target;
  }

  /** What its measurements are of. */
  public String benchmark() {
    return "load." + this;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
