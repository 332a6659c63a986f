package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plaincqrs.contract.ContractModel.COUNTERS;
import static org.plaincqrs.contract.ContractModel.FRAGILE;
import static org.plaincqrs.contract.ContractModel.PEOPLE;
import static org.plaincqrs.contract.ContractModel.UNINDEXABLE;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.plaincqrs.contract.ContractEvent.Deposited;
import org.plaincqrs.contract.ContractEvent.Noted;
import org.plaincqrs.contract.ContractEvent.Opened;
import org.plaincqrs.contract.ContractModel.Greet;
import org.plaincqrs.contract.ContractModel.Person;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;
import org.plaincqrs.storage.Versioned;

/** {@link Store#commit}: all or nothing, and what a commit leaves behind. */
public abstract class CommitContract extends StorageFixture {
  private final HandledCommand greet =
      new HandledCommand(UUID.randomUUID(), new Greet("Ann"), String.class, "greeted");

  @Test
  void positions_run_without_a_gap_over_commits_and_streams() {
    committed(commit().note("a", "1").note("b", "2"));
    committed(commit().tagged(new Noted("3"), RED));
    committed(commit());
    committed(commit().note("b", "4").note("a", "5").note("b", "6"));

    List<RecordedEvent> log = wholeLog();

    assertThat(positions(log)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(payloads(log))
        .extracting(payload -> ((Noted) payload).text())
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(store().log().head()).isEqualTo(6);
  }

  @Test
  void versions_run_without_a_gap_in_each_stream() {
    committed(commit().note("a", "1").note("b", "1").note("a", "2"));
    committed(commit().note("b", "2").note("a", "3").note("a", "4").note("c", "1"));

    assertThat(versions(stream("a"))).containsExactly(1L, 2L, 3L, 4L);
    assertThat(versions(stream("b"))).containsExactly(1L, 2L);
    assertThat(versions(stream("c"))).containsExactly(1L);
    assertThat(store().log().version("a")).isEqualTo(4);
  }

  @Test
  void an_event_without_a_stream_has_version_0() {
    committed(commit().tagged(new Noted("x"), RED).tagged(new Noted("y")).note("a", "z"));

    assertThat(wholeLog()).extracting(RecordedEvent::stream).containsExactly(null, null, "a");
    assertThat(versions(wholeLog())).containsExactly(0L, 0L, 1L);
  }

  @Test
  void a_time_that_can_not_be_kept_is_refused_in_front() {
    assertThatThrownBy(
            () -> new Commit(null, Metadata.NONE, Instant.MAX, List.of(), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("look at the clock");
  }

  @Test
  void the_verdict_holds_the_events_as_they_are_read_later() {
    committed(commit().note("a", "before"));

    Verdict.Committed verdict =
        committed(commit().note("a", "1").append("b", new Opened("Ann"), RED).note("a", "2"));

    assertThat(verdict.events()).isEqualTo(wholeLog().subList(1, 4));
    assertThat(verdict.position()).isEqualTo(4);
  }

  @Test
  void the_position_of_a_commit_without_events_is_the_head() {
    Verdict.Committed first = committed(commit());
    committed(commit().note("a", "1").note("a", "2"));
    Verdict.Committed later = committed(commit().put(PEOPLE, "ann", 1, Person.named("Ann")));

    assertThat(first).isEqualTo(new Verdict.Committed(List.of(), 0));
    assertThat(later).isEqualTo(new Verdict.Committed(List.of(), 2));
  }

  @Test
  void everything_about_an_event_comes_back_equal() {
    Metadata metadata =
        new Metadata(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "Änne O'Hara \"\\ 😀",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            Map.of("tenant", "t 1", "", "empty key", "empty value", "", "é😀", "line\nbreak\t"));
    clock.advance(Duration.of(123_456, ChronoUnit.MICROS));
    Commit commit =
        commit()
            .metadata(metadata)
            .append("a", new Opened("Änne 😀"), RED, BIG)
            .append("a", new Deposited(Integer.MIN_VALUE))
            .build();

    store().commit(commit);
    reopen();

    List<RecordedEvent> log = wholeLog();
    for (int i = 0; i < 2; i++) {
      var expected = commit.events().get(i);
      assertThat(log.get(i))
          .isEqualTo(
              new RecordedEvent(
                  i + 1,
                  expected.id(),
                  "a",
                  i + 1,
                  i == 0 ? "account-opened" : "Deposited",
                  i == 0 ? 3 : 1,
                  expected.payload(),
                  expected.tags(),
                  metadata,
                  clock.instant()));
    }
  }

  @Test
  void metadata_of_nothing_comes_back_as_nothing() {
    committed(commit().note("a", "1"));

    assertThat(wholeLog().get(0).metadata()).isEqualTo(Metadata.NONE);
  }

  @Test
  void a_commit_of_many_events_is_one() {
    CommitBuilder commit = commit();
    for (int i = 1; i <= 500; i++) {
      commit.append("s" + i % 7, new Deposited(i), RED);
    }

    Verdict.Committed verdict = committed(commit);

    assertThat(verdict.position()).isEqualTo(500);
    assertThat(wholeLog()).isEqualTo(verdict.events()).hasSize(500);
  }

  @Test
  void a_restart_keeps_everything() {
    committed(
        commit().command(greet).append("a", new Opened("Ann"), RED).put(PEOPLE, "ann", 1, ann()));
    List<RecordedEvent> before = wholeLog();

    reopen();

    assertThat(wholeLog()).isEqualTo(before).hasSize(1);
    assertThat(person("ann")).contains(new Versioned<>(ann(), 1));
    assertThat(store().remembered(greet)).contains(new Verdict.Duplicate("greeted", 1));
    assertThat(committed(commit().note("a", "2")).events())
        .extracting(RecordedEvent::position, RecordedEvent::version)
        .containsExactly(Tuple.tuple(2L, 2L));
  }

  @Test
  void documents_are_written_with_the_given_version_and_removed() {
    committed(commit().put(PEOPLE, "ann", 7, ann()).put(PEOPLE, "bob", 1, Person.named("Bob")));

    committed(commit().remove(PEOPLE, "bob").remove(PEOPLE, "never there"));

    assertThat(person("ann")).contains(new Versioned<>(ann(), 7));
    assertThat(person("bob")).isEmpty();
  }

  @Test
  void of_several_writes_to_one_document_in_a_commit_the_last_wins() {
    committed(commit().put(PEOPLE, "back", 1, ann()).put(PEOPLE, "gone", 1, ann()));

    committed(
        commit()
            .put(PEOPLE, "twice", 1, ann())
            .put(PEOPLE, "twice", 2, Person.named("Anna"))
            .put(PEOPLE, "gone", 2, ann())
            .remove(PEOPLE, "gone")
            .remove(PEOPLE, "back")
            .put(PEOPLE, "back", 5, ann()));

    assertThat(person("twice")).contains(new Versioned<>(Person.named("Anna"), 2));
    assertThat(person("gone")).isEmpty();
    assertThat(person("back")).contains(new Versioned<>(ann(), 5));
    assertThat(store().documents().count(PEOPLE)).isEqualTo(2);
  }

  @Test
  void a_refused_commit_leaves_nothing() {
    committed(commit().note("a", "1"));

    Verdict verdict = store().commit(full().expect("a", ExpectedVersion.exactly(9)).build());

    assertThat(verdict).isInstanceOf(Verdict.Conflict.class);
    assertNothingOfFullStayed(1);
  }

  @Test
  void what_an_inline_projection_throws_arrives_and_nothing_stays() {
    IllegalStateException thrown = new IllegalStateException("not with me");
    openWith(
        StorageFixture::count,
        (events, transaction) -> {
          if (events.size() == 2) {
            throw thrown;
          }
        });
    committed(commit().note("a", "1"));

    assertThatThrownBy(() -> store().commit(full().build())).isSameAs(thrown);

    assertNothingOfFullStayed(1);
    assertThat(counted()).isEqualTo(1);
    assertThat(positions(committed(commit().note("a", "2")).events())).containsExactly(2L);
  }

  @Test
  void what_an_index_throws_arrives_and_nothing_stays() {
    CommitBuilder commit = full().put(FRAGILE, "x", 1, Person.named(UNINDEXABLE));

    assertThatThrownBy(() -> store().commit(commit.build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This index refuses.");

    assertNothingOfFullStayed(0);
    assertThat(store().documents().count(FRAGILE)).isZero();
  }

  @Test
  void a_commit_after_a_failed_one_goes_through() {
    assertThatThrownBy(
        () -> store().commit(full().put(FRAGILE, "x", 1, Person.named(UNINDEXABLE)).build()));

    Verdict.Committed verdict = committed(full());

    assertThat(positions(verdict.events())).containsExactly(1L, 2L);
    assertThat(versions(verdict.events())).containsExactly(1L, 1L);
  }

  @Test
  void a_document_type_that_was_not_declared_is_refused_and_nothing_stays() {
    DocumentType<Person, String> stranger = DocumentType.of("stranger", Person.class, String.class);

    assertThatThrownBy(() -> store().commit(full().put(stranger, "x", 1, ann()).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("This storage was not opened for document type 'stranger'; wire it first.");

    assertNothingOfFullStayed(0);
  }

  @Test
  void inline_projections_see_the_recorded_events_and_the_commits_writes_in_their_order() {
    List<List<RecordedEvent>> seen = new ArrayList<>();
    openWith(
        (events, transaction) -> {
          seen.add(List.copyOf(events));
          Versioned<Person> written = transaction.find(PEOPLE, "ann");
          transaction.put(PEOPLE, "first", Objects.requireNonNull(written));
        },
        (events, transaction) -> {
          if (transaction.find(PEOPLE, "first") != null) {
            transaction.remove(PEOPLE, "ann");
          }
        });

    Verdict.Committed verdict =
        committed(commit().note("a", "1").note("b", "2").put(PEOPLE, "ann", 4, ann()));

    assertThat(seen).containsExactly(verdict.events());
    assertThat(person("first")).contains(new Versioned<>(ann(), 4));
    assertThat(person("ann")).isEmpty();
  }

  @Test
  void an_inline_projection_counts_every_event_once() {
    openWith(StorageFixture::count);

    for (int i = 0; i < 10; i++) {
      committed(commit().note("a", "x").note("b", "y"));
      store().commit(commit().note("a", "z").expect("a", ExpectedVersion.none()).build());
    }

    assertThat(counted()).isEqualTo(20).isEqualTo(store().log().head());
  }

  @Test
  void the_checkpoint_of_an_inline_projection_moves_with_the_commit() {
    openWith(StorageFixture::count);

    committed(commit().note("a", "x").note("b", "y"));
    committed(commit());
    store().commit(commit().note("a", "z").expect("a", ExpectedVersion.none()).build());

    assertThat(store().documents().checkpoint("inline 0")).isEqualTo(2);
  }

  @Test
  void a_commit_is_refused_while_an_inline_projection_is_behind_and_nothing_stays() {
    committed(commit().note("a", "x"));
    openWith(StorageFixture::count);

    assertThatThrownBy(() -> store().commit(full().build()))
        .isInstanceOf(CqrsException.class)
        .hasMessageContaining("'inline 0' is at position 0, the log at 1");
    assertThat(store().log().head()).isEqualTo(1);
    assertThat(counted()).isZero();
  }

  @Test
  void a_commit_without_events_leaves_an_inline_projection_that_is_behind_where_it_is() {
    committed(commit().note("a", "before"));
    openWith(StorageFixture::count);

    committed(commit().put(PEOPLE, "ann", 1, Person.named("Ann")));

    assertThat(store().documents().checkpoint("inline 0")).isZero();
  }

  @Test
  void a_commit_inside_a_commit_is_refused_and_nothing_stays() {
    openWith((events, transaction) -> store().commit(commit().note("inner", "x").build()));

    assertThatThrownBy(() -> store().commit(commit().note("outer", "x").build()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(store().log().head()).isZero();
    assertThat(store().documents().checkpoint("inline 0")).isZero();
  }

  private CommitBuilder full() {
    return commit()
        .command(greet)
        .append("a", new Noted("full"), BIG)
        .append("full", new Noted("full"), BIG)
        .put(PEOPLE, "ann", 1, ann())
        .put(COUNTERS, "full", 1, new ContractModel.Counter(1));
  }

  private void assertNothingOfFullStayed(long head) {
    assertThat(store().log().head()).isEqualTo(head);
    assertThat(wholeLog()).hasSize((int) head);
    assertThat(matching(EventQuery.tags(BIG))).isEmpty();
    assertThat(store().log().version("full")).isZero();
    assertThat(stream("full")).isEmpty();
    assertThat(store().documents().count(PEOPLE)).isZero();
    assertThat(store().documents().find(COUNTERS, "full")).isEmpty();
    assertThat(store().remembered(greet)).isEmpty();
  }

  private Optional<Versioned<Person>> person(String key) {
    return store().documents().find(PEOPLE, key);
  }

  private static Person ann() {
    return new Person("Ann", 41, 4_000_000_000L, true);
  }
}
