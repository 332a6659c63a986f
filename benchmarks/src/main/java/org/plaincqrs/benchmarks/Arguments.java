package org.plaincqrs.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param out where the page goes, or null where it was not said
 * @param isShort whether less is measured
 * @param large whether logs of 10,000,000 events are measured as well
 * @param pattern what of the suite is measured: a regular expression that is found in the name
 */
record Arguments(String suite, @Nullable Path out, boolean isShort, boolean large, String pattern) {
  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when they make no sense
   */
  static Arguments of(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("Name a suite.");
    }
    Arguments arguments = new Arguments(words.get(0), null, false, false, "");
    if (!arguments.suite.equals("page") && Suite.named(arguments.suite).isEmpty()) {
      throw new IllegalArgumentException("There is no suite " + arguments.suite + ".");
    }
    for (int i = 1; i < words.size(); i++) {
      boolean hasValue = List.of("--out", "--only").contains(words.get(i)) && i + 1 < words.size();
      arguments =
          hasValue ? arguments.with(words.get(i), words.get(++i)) : arguments.with(words.get(i));
    }
    return arguments;
  }

  private Arguments with(String option, String value) {
    if (option.equals("--out")) {
      return new Arguments(suite, Path.of(value), isShort, large, pattern);
    }
    try {
      return new Arguments(suite, out, isShort, large, Pattern.compile(value).pattern());
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("--only needs a regular expression: " + e.getMessage(), e);
    }
  }

  private Arguments with(String option) {
    return switch (option) {
      case "--short" -> new Arguments(suite, out, true, large, pattern);
      case "--large" -> new Arguments(suite, out, isShort, true, pattern);
      case "--out" -> throw new IllegalArgumentException("--out needs a folder.");
      case "--only" -> throw new IllegalArgumentException("--only needs a regular expression.");
      default -> throw new IllegalArgumentException("There is no option " + option + ".");
    };
  }

  /** Tells by its name whether something is to be measured. */
  Predicate<String> only() {
    return Pattern.compile(pattern).asPredicate();
  }

  String effort() {
    return suite.equals("quick") ? "quick" : isShort ? "short" : "whole";
  }
}
