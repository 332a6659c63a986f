package org.plaincqrs.examples.catalog;

/**
 * The command line says something that the catalogue does not understand; the message tells what is
 * allowed.
 */
public final class InvalidOptionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidOptionException(String message) {
    super(message);
  }
}
