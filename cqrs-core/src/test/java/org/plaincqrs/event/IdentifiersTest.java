package org.plaincqrs.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", " ", "ä", "\uD83D\uDE00", "a\uD83D\uDE00b", "A b/c:d-e", "\n"})
  void an_identifier_is_any_storable_text(String text) {
    assertThat(Identifiers.check("stream", text)).isSameAs(text);
  }

  @Test
  void null_is_refused() {
    assertRefused(null, "The stream is null; give a text of 1 to 255 characters.");
  }

  @Test
  void a_text_of_no_or_more_than_255_characters_is_refused() {
    assertThat(Identifiers.check("stream", "x".repeat(255))).hasSize(255);
    assertRefused("", "The stream has 0 characters; give a text of 1 to 255 characters.");
    assertRefused(
        "x".repeat(256), "The stream has 256 characters; give a text of 1 to 255 characters.");
  }

  @Test
  void a_nul_is_refused() {
    assertRefused(
        "ab\0", "The stream has NUL at index 2, which not every database can store; remove it.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void half_of_a_surrogate_pair_is_refused(int kind) {
    String text = new String[] {"a\uD83D", "a\uDE00b", "a\uD83Db"}[kind];

    assertRefused(
        text,
        "The stream has half of a surrogate pair at index 1, which not every database can store;"
            + " remove it.");
  }

  @Test
  void a_tag_checks_both_its_parts() {
    assertThat(Tag.of("course", "c1")).hasToString("course:c1");
    assertThatThrownBy(() -> Tag.of("", "c1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The tag key has 0 characters; give a text of 1 to 255 characters.");
    assertThatThrownBy(() -> Tag.of("course", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The tag value has 0 characters; give a text of 1 to 255 characters.");
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> Identifiers.check("stream", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
