package org.plaincqrs.benchmarks.imports;

import java.nio.file.Path;
import java.util.List;
import org.plaincqrs.examples.catalog.Architecture;

/**
 * What a process is to measure.
 *
 * @param store as the catalogue's command line names it; of a URL, the schema that is current is
 *     emptied
 * @param commands how many at most
 * @param folder for all its files
 */
record Job(String store, Architecture architecture, int commands, Path folder) {
  /** Reads {@link #words}. */
  static Job of(String... words) {
    return new Job(
        words[0], Architecture.valueOf(words[1]), Integer.parseInt(words[2]), Path.of(words[3]));
  }

  List<String> words() {
    return List.of(store, architecture.name(), Integer.toString(commands), folder.toString());
  }
}
