package org.plaincqrs.event;

import java.util.Set;

/**
 * Turns payloads as they were once stored into those of other event types, without a class for the
 * old form. Registered by {@link EventTypes.Builder#upcast(StoredUpcaster)}; how the stored bytes
 * are changed is between an implementation and the codec that it belongs to. Immutable and
 * thread-safe.
 */
public interface StoredUpcaster {
  /** The name of the type that it replaces. */
  String name();

  /** The revision that it replaces. */
  int revision();

  /**
   * What it may make of an event: each a type that has a class, or another stored upcaster. Empty
   * when it drops the event.
   */
  Set<StoredType> targets();
}
