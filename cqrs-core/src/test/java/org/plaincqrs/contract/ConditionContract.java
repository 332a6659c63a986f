package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plaincqrs.contract.ContractModel.PEOPLE;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plaincqrs.contract.ContractEvent.Deposited;
import org.plaincqrs.contract.ContractEvent.Noted;
import org.plaincqrs.contract.ContractModel.Person;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Tag;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.ConflictException;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.Verdict;

/** {@link Condition}: when a commit goes through, and what a refusal tells. */
public abstract class ConditionContract extends StorageFixture {
  private static final EventQuery NOTES = EventQuery.types(Set.of("Noted"));
  private static final EventQuery REDS = EventQuery.tags(RED);

  @Test
  void a_stream_that_is_absent_is_at_version_0() {
    assertHolds(streamAt("a", ExpectedVersion.any()));
    assertHolds(streamAt("a", ExpectedVersion.none()));
    assertHolds(streamAt("a", ExpectedVersion.exactly(0)));
    assertRefused(streamAt("a", ExpectedVersion.exists()), 0);
    assertRefused(streamAt("a", ExpectedVersion.exactly(1)), 0);
  }

  @Test
  void a_stream_that_is_present_is_at_the_version_of_its_last_event() {
    committed(commit().note("b", "1").note("a", "1").note("a", "2"));

    assertHolds(streamAt("a", ExpectedVersion.any()));
    assertHolds(streamAt("a", ExpectedVersion.exists()));
    assertHolds(streamAt("a", ExpectedVersion.exactly(2)));
    assertRefused(streamAt("a", ExpectedVersion.none()), 2);
    assertRefused(streamAt("a", ExpectedVersion.exactly(1)), 2);
    assertRefused(streamAt("a", ExpectedVersion.exactly(3)), 2);
  }

  @Test
  void a_document_that_is_absent_is_at_version_0() {
    assertHolds(documentAt("ann", ExpectedVersion.any()));
    assertHolds(documentAt("ann", ExpectedVersion.none()));
    assertRefused(documentAt("ann", ExpectedVersion.exists()), 0);
    assertRefused(documentAt("ann", ExpectedVersion.exactly(7)), 0);
  }

  @Test
  void a_document_that_is_present_is_at_the_version_it_was_given() {
    committed(commit().put(PEOPLE, "ann", 7, Person.named("Ann")));

    assertHolds(documentAt("ann", ExpectedVersion.any()));
    assertHolds(documentAt("ann", ExpectedVersion.exists()));
    assertHolds(documentAt("ann", ExpectedVersion.exactly(7)));
    assertRefused(documentAt("ann", ExpectedVersion.none()), 7);
    assertRefused(documentAt("ann", ExpectedVersion.exactly(6)), 7);
  }

  @Test
  void a_document_that_was_removed_is_absent() {
    committed(commit().put(PEOPLE, "ann", 7, Person.named("Ann")));
    committed(commit().remove(PEOPLE, "ann"));

    assertHolds(documentAt("ann", ExpectedVersion.none()));
    assertRefused(documentAt("ann", ExpectedVersion.exists()), 0);
  }

  @Test
  void none_since_looks_at_the_type() {
    committed(commit().note("a", "1").append("a", new Deposited(2)));

    assertRefused(new Condition.NoneSince(NOTES, 0), 1);
    assertRefused(new Condition.NoneSince(EventQuery.types(Set.of("Deposited", "other")), 0), 2);
    assertHolds(new Condition.NoneSince(EventQuery.types(Set.of("account-opened")), 0));
  }

  @Test
  void none_since_looks_at_the_tags() {
    committed(commit().tagged(new Noted("1"), RED).tagged(new Noted("2"), RED, BIG));

    assertRefused(new Condition.NoneSince(REDS, 0), 1);
    assertRefused(new Condition.NoneSince(EventQuery.tags(BIG, RED), 0), 2);
    assertHolds(new Condition.NoneSince(EventQuery.tags(BLUE), 0));
    assertHolds(new Condition.NoneSince(EventQuery.tags(BLUE, RED), 0));
  }

  @Test
  void none_since_looks_at_type_and_tags_together() {
    committed(commit().tagged(new Noted("1"), RED).tagged(new Deposited(2), BLUE));

    assertHolds(none("Noted", BLUE));
    assertHolds(none("Deposited", RED));
    assertRefused(none("Noted", RED), 1);
    assertRefused(none("Deposited", BLUE), 2);
  }

  @Test
  void none_since_is_refused_by_a_match_of_either_item() {
    committed(commit().note("a", "1").tagged(new Deposited(2), RED));
    EventQuery query = EventQuery.types(Set.of("account-opened"));

    assertHolds(new Condition.NoneSince(query.or(EventQuery.tags(BLUE)), 0));
    assertRefused(new Condition.NoneSince(query.or(REDS), 0), 2);
    assertRefused(new Condition.NoneSince(REDS.or(query), 0), 2);
    assertRefused(new Condition.NoneSince(REDS.or(NOTES), 0), 1);
  }

  @Test
  void none_since_begins_behind_its_position() {
    committed(commit().tagged(new Noted("1"), RED).note("a", "2").tagged(new Noted("3"), RED));

    assertRefused(new Condition.NoneSince(REDS, 0), 1);
    assertRefused(new Condition.NoneSince(REDS, 1), 3);
    assertRefused(new Condition.NoneSince(REDS, 2), 3);
    assertHolds(new Condition.NoneSince(REDS, 3));
    assertHolds(new Condition.NoneSince(REDS, 99));
    assertHolds(new Condition.NoneSince(REDS, Long.MAX_VALUE));
  }

  @Test
  void none_since_of_every_event_is_refused_by_any() {
    assertHolds(new Condition.NoneSince(EventQuery.all(), 0));

    committed(commit().note("a", "1"));

    assertRefused(new Condition.NoneSince(EventQuery.all(), 0), 1);
    assertHolds(new Condition.NoneSince(EventQuery.all(), 1));
  }

  @Test
  void conditions_do_not_see_the_commits_own_effects() {
    CommitBuilder commit =
        commit()
            .expect("a", ExpectedVersion.none())
            .expect(PEOPLE, "ann", ExpectedVersion.none())
            .expectNone(REDS, 0)
            .append("a", new Noted("1"), RED)
            .append("a", new Noted("2"), RED)
            .put(PEOPLE, "ann", 1, Person.named("Ann"));

    assertThat(committed(commit).position()).isEqualTo(2);
    assertThat(store().commit(commit.build())).isInstanceOf(Verdict.Conflict.class);
  }

  @Test
  void a_condition_guards_a_commit_that_writes_elsewhere() {
    committed(commit().note("read", "1").put(PEOPLE, "read", 3, Person.named("Ann")));

    committed(commit().expect("read", ExpectedVersion.exactly(1)).note("written", "1"));
    Verdict byStream =
        store().commit(commit().expect("read", ExpectedVersion.none()).note("b", "1").build());
    Verdict byDocument =
        store()
            .commit(
                commit().expect(PEOPLE, "read", ExpectedVersion.exactly(2)).note("b", "1").build());

    assertThat(byStream).isInstanceOf(Verdict.Conflict.class);
    assertThat(byDocument).isInstanceOf(Verdict.Conflict.class);
    assertThat(store().log().version("b")).isZero();
  }

  @Test
  void the_first_condition_that_does_not_hold_is_reported() {
    committed(commit().append("a", new Noted("1"), RED).note("a", "2"));
    Condition holds = streamAt("a", ExpectedVersion.exactly(2));
    Condition first = documentAt("ann", ExpectedVersion.exists());
    Condition second = streamAt("a", ExpectedVersion.exactly(1));
    Condition third = new Condition.NoneSince(REDS, 0);

    assertThat(verdictOf(List.of(holds, first, second, third)))
        .isEqualTo(new Verdict.Conflict(first, 0));
    assertThat(verdictOf(List.of(holds, second, third, first)))
        .isEqualTo(new Verdict.Conflict(second, 2));
    assertThat(verdictOf(List.of(holds, third, second, first)))
        .isEqualTo(new Verdict.Conflict(third, 1));
  }

  @Test
  void a_conflict_tells_what_was_expected_and_found() {
    committed(commit().append("a", new Noted("1"), RED).put(PEOPLE, "ann", 7, Person.named("Ann")));

    assertThat(message(streamAt("a", ExpectedVersion.exactly(7))))
        .isEqualTo(
            "Append to stream 'a' refused: expected version 7, found version 1."
                + " Reload the aggregate and retry.");
    assertThat(message(streamAt("b", ExpectedVersion.exists())))
        .isEqualTo(
            "Append to stream 'b' refused: expected any version from 1, found none."
                + " Reload the aggregate and retry.");
    assertThat(message(documentAt("ann", ExpectedVersion.none())))
        .isEqualTo(
            "Write of person 'ann' refused: expected none, found version 7."
                + " Reload the aggregate and retry.");
    assertThat(message(none("Noted", RED)))
        .isEqualTo(
            "Commit refused: expected no event of types [Noted] tagged [colour:red] after position"
                + " 0, found one at position 1. Read again, decide again and retry.");
  }

  private void assertHolds(Condition condition) {
    assertThat(verdictOf(List.of(condition))).isInstanceOf(Verdict.Committed.class);
  }

  private void assertRefused(Condition condition, long found) {
    assertThat(verdictOf(List.of(condition))).isEqualTo(new Verdict.Conflict(condition, found));
  }

  /** Of a commit that does nothing: a guard alone. */
  private Verdict verdictOf(List<Condition> conditions) {
    var empty = commit().build();
    return store()
        .commit(new Commit(null, empty.metadata(), empty.time(), conditions, List.of(), List.of()));
  }

  private String message(Condition condition) {
    return new ConflictException((Verdict.Conflict) verdictOf(List.of(condition))).getMessage();
  }

  private static Condition streamAt(String stream, ExpectedVersion expected) {
    return new Condition.StreamAt(stream, expected);
  }

  private static Condition documentAt(String key, ExpectedVersion expected) {
    return new Condition.DocumentAt(PEOPLE, key, expected);
  }

  private static Condition none(String type, Tag tag) {
    return new Condition.NoneSince(
        new EventQuery(List.of(new EventQuery.Item(Set.of(type), Set.of(tag)))), 0);
  }
}
