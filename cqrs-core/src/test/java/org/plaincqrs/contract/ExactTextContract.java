package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plaincqrs.contract.ContractModel.BY_NAME;
import static org.plaincqrs.contract.ContractModel.PEOPLE;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plaincqrs.contract.ContractEvent.Noted;
import org.plaincqrs.contract.ContractModel.Person;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.Verdict;
import org.plaincqrs.storage.Versioned;

/** Texts are compared character by character, and come back as they went in. */
public abstract class ExactTextContract extends StorageFixture {
  /** No two are equal, however much a collation, a pattern or a trimming thinks so. */
  static final List<String> TEXTS =
      List.of(
          "a",
          "A",
          "a ",
          "a  ",
          " a",
          "a\t",
          "a\n",
          "\u00E4",
          "a\u0308",
          "\u00C4",
          "\u00DF",
          "ss",
          "i",
          "I",
          "\u0131",
          "\u0130",
          "a\u200B",
          "\uFF41",
          "\u0430",
          "\uFFFD",
          "\uFFFF",
          "😀",
          "😁",
          "%",
          "_",
          "a%",
          "*",
          "?",
          "\\",
          "\\\\",
          "'",
          "''",
          "\"",
          "a:b",
          "a,b",
          "{a}",
          "null",
          "NULL",
          "0",
          "00",
          "x".repeat(255),
          "x".repeat(254),
          "X".repeat(255),
          "x".repeat(254) + "y",
          "\u6F22".repeat(255),
          "😀".repeat(127) + "x",
          "😀".repeat(127));

  @Test
  void streams_are_compared_exactly() {
    for (String text : TEXTS) {
      committed(commit().expect(text, ExpectedVersion.none()).note(text, text));
    }

    for (String text : TEXTS) {
      assertThat(store().log().version(text)).as(text).isEqualTo(1);
      assertThat(stream(text)).extracting(RecordedEvent::stream).containsExactly(text);
      assertThat(payloads(stream(text))).containsExactly(new Noted(text));
    }
  }

  @Test
  void streams_in_one_commit_are_compared_exactly() {
    CommitBuilder commit = commit();
    TEXTS.forEach(text -> commit.note(text, text));

    assertThat(committed(commit).events()).extracting(RecordedEvent::version).containsOnly(1L);
    assertThat(wholeLog()).extracting(RecordedEvent::stream).isEqualTo(TEXTS);
  }

  @Test
  void tag_values_are_compared_exactly() {
    for (String text : TEXTS) {
      Tag tag = Tag.of("key", text);
      committed(commit().expectNone(EventQuery.tags(tag), 0).tagged(new Noted(text), tag));
    }

    for (String text : TEXTS) {
      List<RecordedEvent> found = matching(EventQuery.tags(Tag.of("key", text)));
      assertThat(payloads(found)).as(text).containsExactly(new Noted(text));
      assertThat(found.get(0).tags()).containsExactly(Tag.of("key", text));
    }
  }

  @Test
  void tag_keys_are_compared_exactly() {
    for (String text : TEXTS) {
      Tag tag = Tag.of(text, "value");
      committed(commit().expectNone(EventQuery.tags(tag), 0).tagged(new Noted(text), tag));
    }

    for (String text : TEXTS) {
      List<RecordedEvent> found = matching(EventQuery.tags(Tag.of(text, "value")));
      assertThat(payloads(found)).as(text).containsExactly(new Noted(text));
      assertThat(found.get(0).tags()).containsExactly(Tag.of(text, "value"));
    }
  }

  @Test
  void all_these_tags_fit_on_one_event() {
    Tag[] tags = TEXTS.stream().map(text -> Tag.of(text, text)).toArray(Tag[]::new);

    committed(commit().tagged(new Noted("x"), tags));

    assertThat(wholeLog().get(0).tags()).containsExactlyInAnyOrder(tags);
  }

  @Test
  void key_and_value_of_a_tag_do_not_run_together() {
    committed(commit().tagged(new Noted("1"), Tag.of("a", "b:c")));
    committed(commit().tagged(new Noted("2"), Tag.of("a:b", "c")));
    committed(commit().tagged(new Noted("3"), Tag.of("c", "a:b"), Tag.of("ab", "c")));

    assertThat(positions(matching(EventQuery.tags(Tag.of("a", "b:c"))))).containsExactly(1L);
    assertThat(positions(matching(EventQuery.tags(Tag.of("a:b", "c"))))).containsExactly(2L);
    assertThat(positions(matching(EventQuery.tags(Tag.of("a", "bc"))))).isEmpty();
    assertThat(wholeLog().get(1).tags()).containsExactly(Tag.of("a:b", "c"));
  }

  @Test
  void type_names_are_compared_exactly() {
    committed(commit().note("a", "1"));

    for (String other : List.of("noted", "NOTED", "Noted ", " Noted", "Note", "Noted%", "N%")) {
      assertThat(matching(EventQuery.types(Set.of(other)))).as(other).isEmpty();
    }
    assertThat(matching(EventQuery.types(Set.of("Noted")))).hasSize(1);
  }

  @Test
  void document_keys_are_compared_exactly() {
    for (String text : TEXTS) {
      committed(
          commit()
              .expect(PEOPLE, text, ExpectedVersion.none())
              .put(PEOPLE, text, 1, Person.named(text)));
    }

    assertThat(store().documents().count(PEOPLE)).isEqualTo(TEXTS.size());
    for (String text : TEXTS) {
      assertThat(store().documents().find(PEOPLE, text))
          .contains(new Versioned<>(Person.named(text), 1));
    }
  }

  @Test
  void indexed_texts_are_compared_exactly() {
    for (String text : TEXTS) {
      committed(commit().put(PEOPLE, text, 1, Person.named(text)));
    }
    committed(commit().put(PEOPLE, "empty", 1, Person.named("")));

    for (String text : TEXTS) {
      assertThat(list(() -> store().documents().findBy(PEOPLE, BY_NAME, text)))
          .containsExactly(new Versioned<>(Person.named(text), 1));
    }
    assertThat(list(() -> store().documents().findBy(PEOPLE, BY_NAME, "")))
        .containsExactly(new Versioned<>(Person.named(""), 1));
  }

  @Test
  void owners_of_checkpoints_are_compared_exactly() {
    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(store().documents().advance(new Checkpoint(TEXTS.get(i), 0, i + 1), to -> {}))
          .isTrue();
    }

    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(store().documents().checkpoint(TEXTS.get(i))).isEqualTo(i + 1);
    }
  }

  @Test
  void payloads_and_the_results_of_commands_keep_every_character() {
    var command =
        new HandledCommand(
            UUID.randomUUID(),
            new ContractModel.Greet(String.join("|", TEXTS)),
            ContractModel.Greeting.class,
            new ContractModel.Greeting(String.join("|", TEXTS)));

    committed(commit().command(command).note("a", String.join("|", TEXTS)).note("a", ""));

    assertThat(payloads(stream("a")))
        .containsExactly(new Noted(String.join("|", TEXTS)), new Noted(""));
    assertThat(store().remembered(command))
        .contains(new Verdict.Duplicate(new ContractModel.Greeting(String.join("|", TEXTS)), 2));
  }
}
