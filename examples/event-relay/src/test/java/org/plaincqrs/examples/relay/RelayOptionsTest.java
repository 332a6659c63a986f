package org.plaincqrs.examples.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RelayOptionsTest {
  @Test
  void what_is_not_said_has_its_default() {
    assertThat(RelayOptions.parse())
        .isEqualTo(
            new RelayOptions("jdbc:h2:./relay;WRITE_DELAY=0", "localhost:9092", "accounts", 0));
  }

  @Test
  void every_option_is_understood() {
    assertThat(
            RelayOptions.parse(
                ("--deposits 5 --topic t --bootstrap-servers a:1,b:2 --store jdbc:sqlite:x")
                    .split(" ")))
        .isEqualTo(new RelayOptions("jdbc:sqlite:x", "a:1,b:2", "t", 5));
  }

  @Test
  void what_is_not_understood_is_refused() {
    assertRefused(
        "Unknown argument '--topics'. Allowed are --store, --bootstrap-servers, --topic,"
            + " --deposits.",
        "--topics",
        "t");
    assertRefused("--topic needs a value, but nothing follows.", "--topic");
    assertRefused("--topic is given twice. Give it once.", "--topic", "a", "--topic", "b");
    assertRefused(
        "--deposits '-1' is not allowed. Give a whole number from 0.", "--deposits", "-1");
    assertRefused("--deposits 'x' is not allowed. Give a whole number from 0.", "--deposits", "x");
  }

  private static void assertRefused(String message, String... arguments) {
    assertThatThrownBy(() -> RelayOptions.parse(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
