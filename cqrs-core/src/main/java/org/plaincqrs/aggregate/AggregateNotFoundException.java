package org.plaincqrs.aggregate;

import org.plaincqrs.error.CqrsException;

/** No aggregate of that type has that key. */
public final class AggregateNotFoundException extends CqrsException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final String key;

  AggregateNotFoundException(String type, String key) {
    super("There is no " + type + " '" + key + "'. Create it first, or check the key.");
    this.type = type;
    this.key = key;
  }

  /** The name of the aggregate's type. */
  public String type() {
    return type;
  }

  /** The text of the key that was looked for. */
  public String key() {
    return key;
  }
}
