package org.plaincqrs.examples.catalog.console;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How far a piece of work has come, and what that says about its speed. */
record Progress(String label, long done, long total, long elapsedNanos) {

  boolean isComplete() {
    return done >= total;
  }

  int percent() {
    return isComplete() ? 100 : (int) (100.0 * done / total);
  }

  long perSecond() {
    return elapsedNanos == 0
        ? 0
        : Math.round((double) done * TimeUnit.SECONDS.toNanos(1) / elapsedNanos);
  }

  String text() {
    String counted = String.format(Locale.ROOT, "%3d %% (%,d of %,d", percent(), done, total);
    return done == 0
        ? counted + ")"
        : counted + String.format(Locale.ROOT, ", %,d/s%s)", perSecond(), rest());
  }

  private String rest() {
    if (isComplete()) {
      return "";
    }
    double seconds = (double) elapsedNanos / TimeUnit.SECONDS.toNanos(1) / done * (total - done);
    return String.format(Locale.ROOT, ", %,d s left", (long) Math.ceil(seconds));
  }
}
