package org.plaincqrs.error;

/** Something was wired wrongly; thrown while wiring, before anything runs. */
public final class ConfigurationException extends CqrsException {
  private static final long serialVersionUID = 1L;

  /** An exception that names what is misconfigured and how to mend it. */
  public ConfigurationException(String message) {
    super(message);
  }
}
