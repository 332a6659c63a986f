package org.plaincqrs.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;

class AggregateTypeTest {
  record Opened(String key) {}

  static final class Box extends Aggregate<String, Opened> {
    Box(String state) {
      super(state);
    }

    @Override
    protected String evolve(String state, Opened event) {
      return event.key();
    }
  }

  private static final AggregateType<Box, String, String, Opened> TYPE =
      AggregateType.of("box", String.class, Opened.class)
          .startingFrom("", Box::new)
          .keyedBy(String.class, Objects::toString);

  @Test
  void a_name_with_a_hyphen_is_refused_since_streams_could_not_be_told_apart() {
    assertThatThrownBy(() -> AggregateType.of("order-item", String.class, Opened.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The aggregate type name 'order-item' has a hyphen, which parts name and key in the"
                + " names of streams; write it without.");
  }

  @Test
  void a_stream_is_named_after_type_and_key() {
    assertThat(TYPE.stream("a-1")).isEqualTo("box-a-1");
  }

  @Test
  void indexes_are_over_the_state_and_not_over_snapshots() {
    Index<String, String> all = Index.of("all", String.class, state -> state);

    AggregateType<Box, String, String, Opened> indexed = TYPE.indexedBy(all).stateRevision(2);

    assertThat(indexed.stateType().indexes()).containsExactly(all);
    assertThat(indexed.snapshotType().indexes()).isEmpty();
    assertThat(indexed.snapshotType().name()).isEqualTo("box.snapshot.2");
  }

  @Test
  void keys_of_an_unknown_class_need_their_text() {
    assertThatThrownBy(() -> DocumentType.of("box", String.class, Object.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The key class java.lang.Object of 'box' has no known text form; say how it is written"
                + " as text.");
  }

  @Test
  void a_key_must_fit_a_stream_however_the_aggregate_is_stored() {
    assertThat(TYPE.stream("k".repeat(251))).hasSize(255);
    assertThatThrownBy(() -> TYPE.stream("k".repeat(252)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The stream has 256 characters; give a text of 1 to 255 characters.");
  }
}
