package org.plaincqrs.aggregate;

/**
 * How the aggregates of a type are stored; the choice is made in the wiring and seen nowhere else.
 */
public enum Persistence {
  /** Their state as a document; events are not recorded. One store, two models. */
  STATE,
  /**
   * Their state as a document, and their events in the log, in one commit. Views can follow in
   * another store.
   */
  STATE_AND_EVENTS,
  /** Their events alone; the state is replayed. Event sourcing. */
  EVENTS
}
