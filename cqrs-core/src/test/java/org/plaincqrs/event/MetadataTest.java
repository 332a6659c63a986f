package org.plaincqrs.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MetadataTest {
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);

  @Test
  void each_change_leaves_the_rest_as_it_is() {
    Metadata all = new Metadata(ONE, TWO, "ada", "trace", Map.of("a", "b"));

    assertThat(Metadata.NONE).isEqualTo(new Metadata(null, null, null, null, Map.of()));
    assertThat(Metadata.ofUser("ada")).isEqualTo(Metadata.NONE.withUser("ada"));
    assertThat(all.withUser("bob"))
        .isEqualTo(new Metadata(ONE, TWO, "bob", "trace", Map.of("a", "b")));
    assertThat(all.withCorrelationId(TWO))
        .isEqualTo(new Metadata(TWO, TWO, "ada", "trace", Map.of("a", "b")));
    assertThat(all.withTrace(null))
        .isEqualTo(new Metadata(ONE, TWO, "ada", null, Map.of("a", "b")));
    assertThat(all.withAttributes(Map.of()))
        .isEqualTo(new Metadata(ONE, TWO, "ada", "trace", Map.of()));
  }

  @Test
  void attributes_are_copied() {
    Map<String, String> attributes = new HashMap<>(Map.of("a", "b"));
    Metadata metadata = Metadata.NONE.withAttributes(attributes);

    attributes.put("c", "d");

    assertThat(metadata.attributes()).containsExactly(Map.entry("a", "b"));
    assertThatThrownBy(() -> metadata.attributes().put("c", "d"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void what_a_command_causes_is_correlated_with_it_unless_told_otherwise() {
    Metadata first = Metadata.ofUser("ada").causedBy(ONE);
    Metadata next = first.causedBy(TWO);

    assertThat(first).isEqualTo(new Metadata(ONE, ONE, "ada", null, Map.of()));
    assertThat(next).isEqualTo(new Metadata(ONE, TWO, "ada", null, Map.of()));
  }

  @Test
  void texts_that_not_every_database_can_store_are_refused() {
    assertThatThrownBy(() -> Metadata.ofUser("a\0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The user has NUL at index 1, which not every database can store; remove it.");
    assertThatThrownBy(() -> Metadata.NONE.withTrace("\ud800"))
        .hasMessage(
            "The trace has half of a surrogate pair at index 0, which not every database can"
                + " store; remove it.");
    assertThatThrownBy(() -> Metadata.NONE.withAttributes(Map.of("key", "\0")))
        .hasMessage(
            "The attribute has NUL at index 0, which not every database can store; remove it.");
  }
}
