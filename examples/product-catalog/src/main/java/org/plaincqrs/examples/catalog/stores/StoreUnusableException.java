package org.plaincqrs.examples.catalog.stores;

/** A store can't be opened; the message names it, without its password, and says why. */
public final class StoreUnusableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreUnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
