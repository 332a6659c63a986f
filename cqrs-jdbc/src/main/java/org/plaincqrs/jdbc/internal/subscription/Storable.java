package org.plaincqrs.jdbc.internal.subscription;

/** Makes texts of any origin, such as messages of exceptions, what every database can store. */
final class Storable {
  private static final char REPLACEMENT = '\uFFFD';

  private Storable() {}

  /** The text, with NUL and halves of surrogate pairs replaced. */
  static String text(String any) {
    StringBuilder text = new StringBuilder(any.length());
    any.codePoints()
        .map(each -> each == 0 || isHalf(each) ? REPLACEMENT : each)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
