package org.plaincqrs.storage;

/**
 * A stored document and its version.
 *
 * @param document the value
 * @param version for the state of an aggregate the count of its saves, for a snapshot the version
 *     of its stream, for a view the position of the last event it has seen
 */
public record Versioned<D>(D document, long version) {}
