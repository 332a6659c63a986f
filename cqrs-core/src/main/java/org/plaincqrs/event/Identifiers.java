package org.plaincqrs.event;

/**
 * The one rule for every text that identifies something in a storage (stream, type name, tag,
 * document key): 1 to 255 characters, no NUL, no half of a surrogate pair. The same on every
 * backend, so that what is accepted can be read back; comparison is exact, case and trailing spaces
 * count.
 */
public final class Identifiers {
  /** The longest identifier, in {@code char}s. */
  public static final int MAX_LENGTH = 255;

  private Identifiers() {}

  /**
   * Returns {@code value} when it keeps the rule.
   *
   * @param what names the identifier in the message, for example "stream"
   * @throws IllegalArgumentException when it does not
   */
  public static String check(String what, String value) {
    return check(what, "", value);
  }

  /**
   * As {@link #check(String, String)}; the message names {@code what} and {@code of} as one text,
   * for example "key of " and "balances", which is put together only when it is needed.
   */
  public static String check(String what, String of, String value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "The " + what + of + " is null; give a text of 1 to " + MAX_LENGTH + " characters.");
    }
    int length = value.length();
    if (length == 0 || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "The "
              + what
              + of
              + " has "
              + length
              + " characters; give a text of 1 to "
              + MAX_LENGTH
              + " characters.");
    }
    return checkCharacters(what, of, value);
  }

  /**
   * Returns {@code text}, which identifies nothing and may be of any length, when every database
   * can store it: no NUL, no half of a surrogate pair.
   *
   * @param what names the text in the message, for example "user"
   * @throws IllegalArgumentException when it can't be stored
   */
  public static String checkCharacters(String what, String text) {
    return checkCharacters(what, "", text);
  }

  private static String checkCharacters(String what, String of, String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw refused(what + of, i, "NUL");
      }
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == length
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw refused(what + of, i, "half of a surrogate pair");
        }
        i++;
      }
    }
    return text;
  }

  private static IllegalArgumentException refused(String what, int index, String character) {
    return new IllegalArgumentException(
        "The "
            + what
            + " has "
            + character
            + " at index "
            + index
            + ", which not every database can store; remove it.");
  }
}
