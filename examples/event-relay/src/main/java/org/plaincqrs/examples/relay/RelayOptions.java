package org.plaincqrs.examples.relay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the command line asks for.
 *
 * @param store the JDBC URL of the log
 * @param servers Kafka's {@code host:port}
 * @param topic where to relay to
 * @param deposits how many to make first
 */
record RelayOptions(String store, String servers, String topic, int deposits) {
  static final String USAGE =
      """
      Relays the events of a log to Apache Kafka, until its input ends. Options:
        --store URL                the log: jdbc:h2:, jdbc:mariadb:, jdbc:postgresql: or jdbc:sqlite:
                                   (default jdbc:h2:./relay;WRITE_DELAY=0)
        --bootstrap-servers LIST   host:port of Kafka, several with commas (default localhost:9092)
        --topic NAME               the topic (default accounts)
        --deposits N               make N deposits first, for something to be relayed (default 0)
      """;

  private static final List<String> NAMES =
      List.of("--store", "--bootstrap-servers", "--topic", "--deposits");

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException that says what is not understood
   */
  static RelayOptions parse(String... arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i];
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "Unknown argument '" + name + "'. Allowed are " + String.join(", ", NAMES) + ".");
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(name + " needs a value, but nothing follows.");
      }
      if (given.put(name, arguments[i + 1]) != null) {
        throw new IllegalArgumentException(name + " is given twice. Give it once.");
      }
    }
    return new RelayOptions(
        given.getOrDefault("--store", "jdbc:h2:./relay;WRITE_DELAY=0"),
        given.getOrDefault("--bootstrap-servers", "localhost:9092"),
        given.getOrDefault("--topic", "accounts"),
        count(given.getOrDefault("--deposits", "0")));
  }

  private static int count(String value) {
    try {
      int count = Integer.parseInt(value);
      if (count >= 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // refused below, like a number below zero
    }
    throw new IllegalArgumentException(
        "--deposits '" + value + "' is not allowed. Give a whole number from 0.");
  }
}
