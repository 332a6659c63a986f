package org.plaincqrs.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Tag;

/** The values that cross the SPI: what they refuse, and the words of a conflict. */
class StorageValuesTest {
  record Row(String key, int number) {}

  private static final DocumentType<Row, String> ROWS =
      DocumentType.of("rows", Row.class, String.class);

  // ---- conflicts

  @Test
  void a_stream_at_another_version_is_told_with_both_versions() {
    assertRefusal(
        new Condition.StreamAt("account-42", ExpectedVersion.exactly(7)),
        9,
        "Append to stream 'account-42' refused: expected version 7, found version 9."
            + " Reload the aggregate and retry.");
    assertRefusal(
        new Condition.StreamAt("account-42", ExpectedVersion.none()),
        2,
        "Append to stream 'account-42' refused: expected none, found version 2."
            + " Reload the aggregate and retry.");
    assertRefusal(
        new Condition.StreamAt("account-42", ExpectedVersion.exists()),
        0,
        "Append to stream 'account-42' refused: expected any version from 1, found none."
            + " Reload the aggregate and retry.");
  }

  @Test
  void a_document_at_another_version_is_told_with_both_versions() {
    assertRefusal(
        new Condition.DocumentAt(ROWS, "r1", ExpectedVersion.exactly(1)),
        2,
        "Write of rows 'r1' refused: expected version 1, found version 2."
            + " Reload the aggregate and retry.");
  }

  @Test
  void an_unexpected_event_is_told_with_its_position() {
    assertRefusal(
        new Condition.NoneSince(EventQuery.tags(Tag.of("user", "ada")), 4),
        5,
        "Commit refused: expected no event of any type tagged [user:ada] after position 4, found"
            + " one at position 5. Read again, decide again and retry.");
  }

  private static void assertRefusal(Condition condition, long found, String message) {
    Verdict.Conflict conflict = new Verdict.Conflict(condition, found);
    ConflictException exception = new ConflictException(conflict);

    assertThat(exception).hasMessage(message);
    assertThat(exception.conflict()).isSameAs(conflict);
  }

  // ---- expected versions

  @Test
  void expected_versions_allow_what_they_say() {
    assertThat(ExpectedVersion.any().allows(0)).isTrue();
    assertThat(ExpectedVersion.any().allows(3)).isTrue();
    assertThat(ExpectedVersion.exists().allows(0)).isFalse();
    assertThat(ExpectedVersion.exists().allows(1)).isTrue();
    assertThat(ExpectedVersion.none().allows(0)).isTrue();
    assertThat(ExpectedVersion.none().allows(1)).isFalse();
    assertThat(ExpectedVersion.exactly(3).allows(3)).isTrue();
    assertThat(ExpectedVersion.exactly(3).allows(4)).isFalse();
    assertThat(ExpectedVersion.any()).hasToString("any version");
  }

  @Test
  void a_negative_version_is_refused() {
    assertThatThrownBy(() -> ExpectedVersion.exactly(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected version -1 is negative; 0 stands for absent.");
  }

  // ---- documents

  @Test
  void keys_of_the_common_classes_have_a_text() {
    UUID id = new UUID(0, 1);

    assertThat(ROWS.key("r1")).isEqualTo("r1");
    assertThat(DocumentType.of("rows", Row.class, Integer.class).key(42)).isEqualTo("42");
    assertThat(DocumentType.of("rows", Row.class, Long.class).key(-1L)).isEqualTo("-1");
    assertThat(DocumentType.of("rows", Row.class, UUID.class).key(id)).isEqualTo(id.toString());
  }

  @Test
  void a_key_class_without_a_known_text_is_refused() {
    assertThatThrownBy(() -> DocumentType.of("rows", Row.class, Row.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The key class org.plaincqrs.storage.StorageValuesTest$Row of 'rows' has no known text"
                + " form; say how it is written as text.");
  }

  @Test
  void a_key_that_is_no_identifier_is_refused() {
    assertThatThrownBy(() -> ROWS.key(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The key of a rows is null.");
    assertThatThrownBy(() -> ROWS.key(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The key of rows has 0 characters; give a text of 1 to 255 characters.");
  }

  @Test
  void two_indexes_of_one_name_are_refused() {
    Index<Row, Integer> index = Index.of("number", Integer.class, Row::number);
    DocumentType<Row, String> indexed = ROWS.indexedBy(index);

    assertThat(indexed.indexes()).containsExactly(index);
    assertThatThrownBy(() -> indexed.indexedBy(index))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("Document type 'rows' has two indexes of one name; rename one.");
  }

  @Test
  void an_index_over_another_class_is_refused() {
    assertThatThrownBy(() -> new Index<Row, Row>("self", Row.class, row -> row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Index 'self' is over org.plaincqrs.storage.StorageValuesTest$Row; take String,"
                + " Integer, Long or Boolean.");
  }

  // ---- checkpoints and pages

  @Test
  void a_checkpoint_moves_forward_only() {
    assertThatThrownBy(() -> new Checkpoint("view", 5, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Checkpoint 'view' would move from 5 to 4; it moves forward only.");
    assertThatThrownBy(() -> new Checkpoint("view", -1, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Checkpoint 'view' would move from -1 to 4; it moves forward only.");
  }

  @Test
  void a_page_holds_at_least_one_event() {
    assertThat(EventLog.checkLimit(1)).isEqualTo(1);
    assertThat(EventLog.emptyPage(3)).isEqualTo(new EventPage(List.of(), 3, false));
    assertThatThrownBy(() -> EventLog.checkLimit(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The limit of a page is 0; ask for at least 1 event.");
  }
}
