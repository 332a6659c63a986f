package org.plaincqrs.examples.catalog.nodes;

/** What was to be shown did not happen; the message says what did. */
public final class NodesFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NodesFailedException(String message) {
    super(message);
  }
}
