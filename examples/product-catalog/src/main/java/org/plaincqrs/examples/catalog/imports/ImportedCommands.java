package org.plaincqrs.examples.catalog.imports;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How many commands an import sent, how many of them had been handled before, and how long they
 * took until every view had seen them.
 */
public record ImportedCommands(long count, long repeated, long nanos) {
  /** For people, for example "94,016 commands in 1.20 s (78,346 commands/s)". */
  public String summary() {
    double seconds = (double) nanos / TimeUnit.SECONDS.toNanos(1);
    return String.format(
        Locale.ROOT,
        "%,d commands in %.2f s (%,d commands/s)%s",
        count,
        seconds,
        Math.round(count / seconds),
        repeated == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d of them were done before", repeated));
  }
}
