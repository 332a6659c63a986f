package org.plaincqrs.examples.catalog.prompt;

import java.util.List;
import java.util.function.Consumer;

/**
 * What the prompt does on one word.
 *
 * @param usage the word and its arguments, for people; text in the last one may have spaces
 */
record Answer(String usage, String purpose, Consumer<Arguments> action) {
  String name() {
    return usage.split(" ", 2)[0];
  }

  void give(List<String> words) {
    action.accept(new Arguments(usage, words));
  }
}
