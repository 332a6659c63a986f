package org.plaincqrs.benchmarks.dispatch;

/**
 * What a contender's messages and handlers look like: two nested classes in Java, {@code
 * Message%1$d} with a constructor that takes a UUID and {@code Handler%1$d} without arguments.
 * {@code %1$d} is the number of the class, {@code %2$d} the handler's answer, which is small enough
 * that boxing it allocates nothing.
 *
 * @param <M> a type of all the messages
 * @param <H> a type of all the handlers
 */
record Shape<M, H>(Class<M> messages, Class<H> handlers, String text) {
  private static final int ANSWERS = 100;

  String of(int number) {
    return String.format(text, number, number % ANSWERS);
  }
}
