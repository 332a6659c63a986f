package org.plaincqrs.benchmarks;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param out where the page goes, or null where it was not said
 * @param large whether logs of 10,000,000 events are measured as well
 */
record Arguments(String suite, @Nullable Path out, boolean isShort, boolean large) {
  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when they make no sense
   */
  static Arguments of(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("Name a suite.");
    }
    Arguments arguments = new Arguments(words.get(0), null, false, false);
    if (!arguments.suite.equals("page") && Suite.named(arguments.suite).isEmpty()) {
      throw new IllegalArgumentException("There is no suite " + arguments.suite + ".");
    }
    for (int i = 1; i < words.size(); i++) {
      if (words.get(i).equals("--out") && i + 1 < words.size()) {
        arguments = arguments.into(Path.of(words.get(++i)));
      } else {
        arguments = arguments.with(words.get(i));
      }
    }
    return arguments;
  }

  private Arguments into(Path folder) {
    return new Arguments(suite, folder, isShort, large);
  }

  private Arguments with(String option) {
    return switch (option) {
      case "--short" -> new Arguments(suite, out, true, large);
      case "--large" -> new Arguments(suite, out, isShort, true);
      case "--out" -> throw new IllegalArgumentException("--out needs a folder.");
      default -> throw new IllegalArgumentException("There is no option " + option + ".");
    };
  }

  String effort() {
    return suite.equals("quick") ? "quick" : isShort ? "short" : "whole";
  }
}
