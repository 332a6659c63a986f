package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.plaincqrs.contract.ContractModel.Counter;
import org.plaincqrs.event.EventType;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.DocumentWrite;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.Index;

/** What no backend is ever asked to store, because the model's classes refuse it in front. */
class IdentifiersTest {
  private static final EventType TYPE = new EventType("type", 1, Object.class);

  @Test
  void an_empty_identifier_is_refused() {
    assertRefused("", " has 0 characters; give a text of 1 to 255 characters.");
  }

  @Test
  void an_identifier_of_256_characters_is_refused() {
    assertRefused("x".repeat(256), " has 256 characters; give a text of 1 to 255 characters.");
    assertRefused("😀".repeat(128), " has 256 characters; give a text of 1 to 255 characters.");
  }

  @Test
  void an_identifier_with_nul_is_refused() {
    assertRefused("a\0", " has NUL at index 1, which not every database can store; remove it.");
  }

  @Test
  void an_identifier_with_half_of_a_surrogate_pair_is_refused() {
    for (String half : List.of("a\uD83D", "a\uD83Db", "a\uDE00", "a\uD83D\uD83D\uDE00")) {
      assertRefused(
          half,
          " has half of a surrogate pair at index 1, which not every database can store;"
              + " remove it.");
    }
  }

  @Test
  void every_text_of_the_kit_is_accepted() {
    ExactTextContract.TEXTS.forEach(
        text -> assertThatCode(() -> Tag.of(text, text)).doesNotThrowAnyException());
    assertThat(Set.copyOf(ExactTextContract.TEXTS)).hasSameSizeAs(ExactTextContract.TEXTS);
  }

  private static void assertRefused(String text, String why) {
    assertRefused("The stream" + why, text, IdentifiersTest::event);
    assertRefused("The stream" + why, text, t -> new Condition.StreamAt(t, ExpectedVersion.any()));
    assertRefused("The event type name" + why, text, t -> new EventType(t, 1, Object.class));
    assertRefused("The tag key" + why, text, t -> Tag.of(t, "value"));
    assertRefused("The tag value" + why, text, t -> Tag.of("key", t));
    assertRefused("The key" + why, text, IdentifiersTest::documentAt);
    assertRefused("The key" + why, text, t -> write(t));
    assertRefused("The key of counter" + why, text, ContractModel.COUNTERS::key);
    assertRefused("The checkpoint owner" + why, text, t -> new Checkpoint(t, 0, 1));
    assertRefused("The index name" + why, text, t -> Index.of(t, Long.class, Counter::count));
    assertRefused(
        "The document type name" + why, text, t -> DocumentType.of(t, Counter.class, String.class));
  }

  private static void assertRefused(String message, String text, Consumer<String> use) {
    assertThatThrownBy(() -> use.accept(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static void event(String stream) {
    new NewEvent(UUID.randomUUID(), stream, TYPE, new Object(), Set.of());
  }

  private static void documentAt(String key) {
    new Condition.DocumentAt(ContractModel.COUNTERS, key, ExpectedVersion.any());
  }

  private static void write(String key) {
    new DocumentWrite<>(ContractModel.COUNTERS, key, 1, new Counter(1));
  }
}
