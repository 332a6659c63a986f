package org.plaincqrs.examples.catalog.prompt;

import java.util.List;

/** The words behind the first one, read as the usage tells. */
record Arguments(String usage, List<String> words) {
  /**
   * Exactly that many whole numbers.
   *
   * @throws IllegalArgumentException for people, when they are not
   */
  int[] numbers(int count) {
    if (words.size() != count) {
      throw new IllegalArgumentException("Type: " + usage);
    }
    return words.stream().mapToInt(this::number).toArray();
  }

  int number() {
    return numbers(1)[0];
  }

  /**
   * All words as one text.
   *
   * @throws IllegalArgumentException for people, when there is none
   */
  String text() {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("Type: " + usage);
    }
    return String.join(" ", words);
  }

  private int number(String word) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'%s' is no whole number that can be used here. Type: %s".formatted(word, usage), e);
    }
  }
}
