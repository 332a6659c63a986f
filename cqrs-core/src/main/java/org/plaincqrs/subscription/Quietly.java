package org.plaincqrs.subscription;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log what failed, and does not fail when the log does. */
final class Quietly {
  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

  private Quietly() {}

  static void error(String what, Throwable failure) {
    try {
      LOG.error(what, failure);
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  static void warn(String what, Throwable failure) {
    try {
      LOG.warn(what, failure);
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }
}
