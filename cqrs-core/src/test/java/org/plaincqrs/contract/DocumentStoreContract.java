package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plaincqrs.contract.ContractModel.BY_ACTIVE;
import static org.plaincqrs.contract.ContractModel.BY_AGE;
import static org.plaincqrs.contract.ContractModel.BY_NAME;
import static org.plaincqrs.contract.ContractModel.BY_NUMBER;
import static org.plaincqrs.contract.ContractModel.COUNTERS;
import static org.plaincqrs.contract.ContractModel.FRAGILE;
import static org.plaincqrs.contract.ContractModel.PEOPLE;
import static org.plaincqrs.contract.ContractModel.PLAIN_PEOPLE;
import static org.plaincqrs.contract.ContractModel.UNINDEXABLE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plaincqrs.contract.ContractModel.Counter;
import org.plaincqrs.contract.ContractModel.Person;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Versioned;

/** {@link DocumentStore}: documents by key and index, transactions, checkpoints. */
public abstract class DocumentStoreContract extends StorageFixture {
  private static final String NOT_OPENED =
      "This storage was not opened for document type 'stranger'; wire it first.";

  @Test
  void a_document_is_found_under_its_key_and_type() {
    put("ann", new Person("Ann", 41, Long.MIN_VALUE, true));

    assertThat(documents().find(PEOPLE, "ann"))
        .contains(new Versioned<>(new Person("Ann", 41, Long.MIN_VALUE, true), 1));
    assertThat(documents().find(PEOPLE, "bob")).isEmpty();
    assertThat(documents().find(COUNTERS, "ann")).isEmpty();
  }

  @Test
  void a_document_put_again_takes_the_place_of_the_first() {
    put("ann", Person.named("Ann"));

    documents().write(to -> to.put(PEOPLE, "ann", new Versioned<>(Person.named("Anna"), 5)));

    assertThat(documents().find(PEOPLE, "ann")).contains(new Versioned<>(Person.named("Anna"), 5));
    assertThat(documents().count(PEOPLE)).isEqualTo(1);
  }

  @Test
  void all_come_in_the_order_of_their_keys_by_code_points() {
    List<String> ordered =
        List.of(
            " ", "10", "9", "A", "Z", "_", "a", "a ", "aa", "z", "Ä", "ä", "\uFFFD", "😀", "😁");
    new ArrayList<>(ordered)
        .stream()
            .sorted(Comparator.comparing(String::hashCode))
            .forEach(key -> put(key, Person.named(key)));

    assertThat(names(list(() -> documents().all(PEOPLE)))).isEqualTo(ordered);
  }

  @Test
  void those_of_an_index_come_in_the_order_of_their_keys_too() {
    for (String key : List.of("😀", "b", "\uFFFD", "B", "a")) {
      put(key, new Person(key, 7, null, null));
    }
    put("c", new Person("c", 8, null, null));

    assertThat(names(list(() -> documents().findBy(PEOPLE, BY_AGE, 7))))
        .containsExactly("B", "a", "b", "\uFFFD", "😀");
  }

  @Test
  void documents_of_a_type_are_counted() {
    put("ann", Person.named("Ann"));
    put("bob", Person.named("Bob"));
    documents().write(to -> to.put(COUNTERS, "ann", new Versioned<>(new Counter(1), 1)));
    documents().write(to -> to.remove(PEOPLE, "bob"));

    assertThat(documents().count(PEOPLE)).isEqualTo(1);
    assertThat(documents().count(COUNTERS)).isEqualTo(1);
    assertThat(documents().count(FRAGILE)).isZero();
  }

  @Test
  void documents_are_found_by_the_values_of_every_index() {
    put("ann", new Person("Ann", 0, Long.MAX_VALUE, true));
    put("bob", new Person("Bob", Integer.MIN_VALUE, Long.MIN_VALUE, false));

    assertThat(by(BY_NAME, "Ann")).containsExactly("Ann");
    assertThat(by(BY_NAME, "Eve")).isEmpty();
    assertThat(by(BY_AGE, 0)).containsExactly("Ann");
    assertThat(by(BY_AGE, Integer.MIN_VALUE)).containsExactly("Bob");
    assertThat(by(BY_NUMBER, Long.MAX_VALUE)).containsExactly("Ann");
    assertThat(by(BY_NUMBER, Long.MIN_VALUE)).containsExactly("Bob");
    assertThat(by(BY_ACTIVE, true)).containsExactly("Ann");
    assertThat(by(BY_ACTIVE, false)).containsExactly("Bob");
  }

  @Test
  void a_document_whose_value_is_null_is_not_in_the_index() {
    put("ann", Person.named("Ann"));

    assertThat(by(BY_AGE, 0)).isEmpty();
    assertThat(by(BY_ACTIVE, false)).isEmpty();
    assertThat(by(BY_NAME, "null")).isEmpty();
    assertThat(names(list(() -> documents().all(PEOPLE)))).containsExactly("Ann");
  }

  @Test
  void an_index_follows_a_changed_document() {
    put("ann", new Person("Ann", 41, null, true));

    put("ann", new Person("Ann", 42, 1L, null));

    assertThat(by(BY_AGE, 41)).isEmpty();
    assertThat(by(BY_AGE, 42)).containsExactly("Ann");
    assertThat(by(BY_NUMBER, 1L)).containsExactly("Ann");
    assertThat(by(BY_ACTIVE, true)).isEmpty();
  }

  @Test
  void a_removed_document_leaves_its_indexes() {
    put("ann", new Person("Ann", 41, null, null));

    documents().write(to -> to.remove(PEOPLE, "ann"));

    assertThat(by(BY_AGE, 41)).isEmpty();
    assertThat(list(() -> documents().all(PEOPLE))).isEmpty();
    put("ann", new Person("Ann", 42, null, null));
    assertThat(by(BY_AGE, 41)).isEmpty();
    assertThat(by(BY_AGE, 42)).containsExactly("Ann");
  }

  @Test
  void an_index_that_was_not_declared_is_refused() {
    Index<Counter, Long> undeclared = Index.of("count", Long.class, Counter::count);

    assertThatThrownBy(() -> list(() -> documents().findBy(COUNTERS, undeclared, 1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Index 'count' is not declared on document type 'counter'.");
  }

  @Test
  void a_document_type_that_was_not_declared_is_refused() {
    DocumentType<Person, String> stranger = DocumentType.of("stranger", Person.class, String.class);

    assertThatThrownBy(() -> documents().find(stranger, "x")).hasMessage(NOT_OPENED);
    assertThatThrownBy(() -> list(() -> documents().all(stranger))).hasMessage(NOT_OPENED);
    assertThatThrownBy(() -> documents().count(stranger)).hasMessage(NOT_OPENED);
    assertThatThrownBy(() -> documents().write(to -> to.remove(stranger, "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(NOT_OPENED);
  }

  @Test
  void a_transaction_sees_its_own_writes() {
    put("old", Person.named("Old"));

    documents()
        .write(
            to -> {
              assertThat(to.find(PEOPLE, "new")).isNull();
              to.put(PEOPLE, "new", new Versioned<>(Person.named("New"), 3));
              assertThat(to.find(PEOPLE, "new")).isEqualTo(new Versioned<>(Person.named("New"), 3));
              to.remove(PEOPLE, "new");
              assertThat(to.find(PEOPLE, "new")).isNull();
              assertThat(to.find(PEOPLE, "old")).isNotNull();
              to.remove(PEOPLE, "old");
              assertThat(to.find(PEOPLE, "old")).isNull();
              to.put(PEOPLE, "old", new Versioned<>(Person.named("Again"), 4));
              assertThat(to.find(COUNTERS, "old")).isNull();
            });

    assertThat(names(list(() -> documents().all(PEOPLE)))).containsExactly("Again");
  }

  @Test
  void work_that_throws_leaves_nothing() {
    put("ann", new Person("Ann", 41, null, null));
    IllegalStateException thrown = new IllegalStateException("no");

    assertThatThrownBy(
            () ->
                documents()
                    .write(
                        to -> {
                          to.put(PEOPLE, "bob", new Versioned<>(Person.named("Bob"), 1));
                          to.remove(PEOPLE, "ann");
                          throw thrown;
                        }))
        .isSameAs(thrown);

    assertThat(names(list(() -> documents().all(PEOPLE)))).containsExactly("Ann");
    assertThat(by(BY_AGE, 41)).containsExactly("Ann");
  }

  @Test
  void an_index_that_throws_leaves_nothing_of_the_transaction() {
    assertThatThrownBy(
            () ->
                documents()
                    .write(
                        to -> {
                          to.put(PEOPLE, "ann", new Versioned<>(Person.named("Ann"), 1));
                          to.put(FRAGILE, "x", new Versioned<>(Person.named(UNINDEXABLE), 1));
                        }))
        .hasMessage("This index refuses.");

    assertThat(documents().count(PEOPLE)).isZero();
    assertThat(documents().count(FRAGILE)).isZero();
  }

  @Test
  void an_indexed_text_of_255_characters_is_found_and_one_more_is_refused() {
    put("empty", Person.named(""));
    put("long", Person.named("x".repeat(255)));

    assertThat(by(BY_NAME, "x".repeat(255))).containsExactly("x".repeat(255));
    assertThat(by(BY_NAME, "")).containsExactly("");
    assertNotIndexed(
        "x".repeat(256),
        "The value of index 'name' of document type 'person' has 256 characters; index at most"
            + " 255.");
  }

  @Test
  void an_indexed_text_that_not_every_database_can_store_is_refused() {
    assertNotIndexed(
        "a\0",
        "The value of index 'name' of document type 'person' has NUL at index 1, which not every"
            + " database can store; remove it.");
    // A storage with a codec may refuse the whole document.
    assertThatThrownBy(() -> put("new", Person.named("\uD83D")))
        .hasMessageContaining("half of a surrogate pair");
    assertThatThrownBy(() -> by(BY_NAME, "\uD83D"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The value of index 'name' of document type 'person' has half of a surrogate pair at"
                + " index 0, which not every database can store; remove it.");
    assertThat(documents().count(PEOPLE)).isZero();
  }

  private void assertNotIndexed(String name, String message) {
    long before = documents().count(PEOPLE);
    CommitBuilder commit = commit().note("a", "x").put(PEOPLE, "new", 1, Person.named(name));

    assertThatThrownBy(() -> store().commit(commit.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> put("new", Person.named(name))).hasMessage(message);
    assertThatThrownBy(() -> by(BY_NAME, name)).hasMessage(message);
    assertThat(documents().count(PEOPLE)).isEqualTo(before);
    assertThat(store().log().head()).isZero();
  }

  @Test
  void an_owner_that_never_moved_is_at_0() {
    assertThat(documents().checkpoint("view")).isZero();
  }

  @Test
  void advance_moves_the_checkpoint_and_keeps_the_work() {
    boolean moved = advance("view", 0, 5, "Ann");
    boolean again = advance("view", 5, 6, "Bob");

    assertThat(moved).isTrue();
    assertThat(again).isTrue();
    assertThat(documents().checkpoint("view")).isEqualTo(6);
    assertThat(names(list(() -> documents().all(PEOPLE)))).containsExactly("Ann", "Bob");
  }

  @Test
  void advance_from_elsewhere_does_nothing() {
    advance("view", 0, 5, "Ann");

    assertThat(advance("view", 0, 5, "Bob")).isFalse();
    assertThat(advance("view", 4, 9, "Bob")).isFalse();
    assertThat(advance("view", 6, 9, "Bob")).isFalse();
    assertThat(advance("other", 5, 9, "Bob")).isFalse();
    assertThat(documents().checkpoint("view")).isEqualTo(5);
    assertThat(documents().checkpoint("other")).isZero();
    assertThat(documents().find(PEOPLE, "Bob")).isEmpty();
  }

  @Test
  void advance_to_where_it_is_does_the_work() {
    assertThat(advance("view", 0, 0, "Ann")).isTrue();

    assertThat(documents().checkpoint("view")).isZero();
    assertThat(documents().find(PEOPLE, "Ann")).isPresent();
  }

  @Test
  void failing_work_leaves_the_checkpoint_where_it_was() {
    advance("view", 0, 5, "Ann");

    assertThatThrownBy(
            () ->
                documents()
                    .advance(
                        new Checkpoint("view", 5, 9),
                        to -> {
                          to.remove(PEOPLE, "Ann");
                          throw new IllegalStateException("no");
                        }))
        .hasMessage("no");

    assertThat(documents().checkpoint("view")).isEqualTo(5);
    assertThat(documents().find(PEOPLE, "Ann")).isPresent();
    assertThat(advance("view", 5, 9, "Bob")).isTrue();
  }

  @Test
  void checkpoints_of_different_owners_are_independent() {
    advance("view", 0, 5, "Ann");
    advance("other", 0, Long.MAX_VALUE, "Bob");

    assertThat(documents().checkpoint("view")).isEqualTo(5);
    assertThat(documents().checkpoint("other")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a_checkpoint_that_would_move_backward_is_refused() {
    assertThatThrownBy(() -> new Checkpoint("view", 5, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Checkpoint 'view' would move from 5 to 4; it moves forward only.");
  }

  @Test
  void a_restart_keeps_documents_indexes_and_checkpoints() {
    put("ann", new Person("Ann", 41, null, null));
    advance("view", 0, 5, "Bob");

    reopen();

    assertThat(by(BY_AGE, 41)).containsExactly("Ann");
    assertThat(documents().find(PEOPLE, "Bob")).isPresent();
    assertThat(documents().checkpoint("view")).isEqualTo(5);
  }

  @Test
  void an_index_declared_later_holds_what_was_there_before() {
    open(List.of(PLAIN_PEOPLE));
    documents().write(to -> to.put(PLAIN_PEOPLE, "ann", new Versioned<>(someone("Ann", 41), 1)));

    open(List.of(PEOPLE));

    assertThat(by(BY_AGE, 41)).containsExactly("Ann");
    assertThat(by(BY_NAME, "Ann")).containsExactly("Ann");
  }

  @Test
  void an_index_declared_no_longer_is_refused_and_right_when_it_comes_back() {
    put("ann", someone("Ann", 41));
    open(List.of(PLAIN_PEOPLE));
    documents().write(to -> to.put(PLAIN_PEOPLE, "ann", new Versioned<>(someone("Ann", 42), 2)));

    assertThatThrownBy(() -> list(() -> documents().findBy(PLAIN_PEOPLE, BY_AGE, 41)))
        .isInstanceOf(IllegalArgumentException.class);
    reopen();
    assertThat(by(BY_AGE, 41)).isEmpty();
    assertThat(by(BY_AGE, 42)).containsExactly("Ann");
  }

  @Test
  void an_index_that_fails_when_opened_loses_no_document() {
    put("ann", Person.named("Ann"));
    put("x", Person.named(UNINDEXABLE));
    DocumentType<Person, String> fragile =
        PLAIN_PEOPLE.indexedBy(Index.of("fragile", String.class, ContractModel::nameOrFailure));

    assertThatThrownBy(() -> open(List.of(fragile))).isInstanceOf(RuntimeException.class);
    reopen();

    assertThat(names(list(() -> documents().all(PEOPLE)))).containsExactly("Ann", UNINDEXABLE);
    assertThat(by(BY_NAME, "Ann")).containsExactly("Ann");
  }

  private DocumentStore documents() {
    return store().documents();
  }

  private void put(String key, Person person) {
    documents().write(to -> to.put(PEOPLE, key, new Versioned<>(person, 1)));
  }

  private boolean advance(String owner, long from, long to, String name) {
    return documents()
        .advance(
            new Checkpoint(owner, from, to),
            work -> work.put(PEOPLE, name, new Versioned<>(Person.named(name), to)));
  }

  private <T> List<String> by(Index<Person, T> index, T value) {
    return names(list(() -> documents().findBy(PEOPLE, index, value)));
  }

  private static Person someone(String name, int age) {
    return new Person(name, age, null, null);
  }

  private static List<String> names(List<Versioned<Person>> people) {
    return people.stream().map(person -> person.document().name()).toList();
  }
}
