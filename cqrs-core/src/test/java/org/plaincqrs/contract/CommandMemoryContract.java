package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plaincqrs.contract.ContractModel.Dismiss;
import org.plaincqrs.contract.ContractModel.Greet;
import org.plaincqrs.contract.ContractModel.Greeting;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.Verdict;

/** What a storage remembers of commands: one effect, one answer. */
public abstract class CommandMemoryContract extends StorageFixture {
  private final UUID id = UUID.randomUUID();

  @Test
  void a_command_never_handled_is_not_remembered() {
    assertThat(store().remembered(greet("Ann", "hello"))).isEmpty();
  }

  @Test
  void a_command_sent_twice_has_its_effect_once_and_answers_the_same() {
    committed(commit().note("a", "0"));
    Verdict first = handle(greet("Ann", "hello"));
    committed(commit().note("a", "later"));

    Verdict second = handle(greet("Ann", "hello again"));

    assertThat(first).isInstanceOf(Verdict.Committed.class);
    assertThat(second).isEqualTo(new Verdict.Duplicate(new Greeting("hello"), 2));
    assertThat(store().log().head()).isEqualTo(3);
  }

  @Test
  void a_handled_command_is_remembered_with_result_and_position() {
    handle(greet("Ann", "hello"));

    assertThat(store().remembered(greet("Ann", null)))
        .contains(new Verdict.Duplicate(new Greeting("hello"), 1));
  }

  @Test
  void the_result_null_is_remembered_as_null() {
    handle(greet("Ann", null));

    assertThat(handle(greet("Ann", "hello"))).isEqualTo(new Verdict.Duplicate(null, 1));
    assertThat(store().remembered(greet("Ann", "hello"))).contains(new Verdict.Duplicate(null, 1));
  }

  @Test
  void a_command_without_effects_is_remembered_too() {
    committed(commit().note("a", "1"));
    committed(commit().command(greet("Ann", "hello")));

    assertThat(store().remembered(greet("Ann", null)))
        .contains(new Verdict.Duplicate(new Greeting("hello"), 1));
  }

  @Test
  void the_id_of_another_command_is_refused() {
    handle(greet("Ann", "hello"));

    assertThat(handle(greet("Bob", "hello"))).isEqualTo(new Verdict.IdReused());
    assertThat(handle(new HandledCommand(id, new Dismiss("Ann"), Greeting.class, null)))
        .isEqualTo(new Verdict.IdReused());
    assertThat(store().remembered(greet("Bob", null))).contains(new Verdict.IdReused());
    assertThat(store().log().head()).isEqualTo(1);
  }

  @Test
  void an_equal_command_under_another_id_has_its_own_effect() {
    handle(greet("Ann", "hello"));

    Verdict other =
        handle(new HandledCommand(UUID.randomUUID(), new Greet("Ann"), Greeting.class, null));

    assertThat(other).isInstanceOf(Verdict.Committed.class);
    assertThat(store().log().head()).isEqualTo(2);
  }

  @Test
  void a_duplicate_is_told_before_a_conflict() {
    CommitBuilder commit =
        commit().command(greet("Ann", "hello")).expect("a", ExpectedVersion.none()).note("a", "1");
    committed(commit);

    assertThat(store().commit(commit.build()))
        .isEqualTo(new Verdict.Duplicate(new Greeting("hello"), 1));
  }

  @Test
  void a_reused_id_is_told_before_a_conflict() {
    handle(greet("Ann", "hello"));

    Verdict verdict =
        store()
            .commit(
                commit()
                    .command(greet("Bob", "hello"))
                    .expect("a", ExpectedVersion.exactly(9))
                    .build());

    assertThat(verdict).isEqualTo(new Verdict.IdReused());
  }

  @Test
  void a_refused_command_may_come_again() {
    committed(commit().note("a", "1"));
    HandledCommand command = greet("Ann", "hello");
    Verdict refused =
        store().commit(commit().command(command).expect("a", ExpectedVersion.none()).build());

    Verdict.Committed again =
        committed(commit().command(command).expect("a", ExpectedVersion.exactly(1)).note("a", "2"));

    assertThat(refused).isInstanceOf(Verdict.Conflict.class);
    assertThat(again.position()).isEqualTo(2);
  }

  @Test
  void a_failed_command_may_come_again() {
    boolean[] failing = {true};
    openWith(
        (events, transaction) -> {
          if (failing[0]) {
            throw new IllegalStateException("not now");
          }
        });
    assertThatThrownBy(() -> handle(greet("Ann", "hello"))).hasMessage("not now");
    failing[0] = false;

    Verdict again = handle(greet("Ann", "hello"));

    assertThat(again).isInstanceOf(Verdict.Committed.class);
    assertThat(store().log().head()).isEqualTo(1);
  }

  @Test
  void a_duplicate_does_not_reach_an_inline_projection() {
    openWith(StorageFixture::count);
    handle(greet("Ann", "hello"));

    handle(greet("Ann", "hello"));

    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void a_command_is_remembered_throughout_the_retention() {
    handle(greet("Ann", "hello"));

    clock.advance(RETENTION);
    committed(
        commit()
            .command(
                new HandledCommand(UUID.randomUUID(), new Greet("Eve"), Greeting.class, null)));

    assertThat(handle(greet("Ann", "hello")))
        .isEqualTo(new Verdict.Duplicate(new Greeting("hello"), 1));
  }

  @Test
  void a_command_is_forgotten_after_the_retention_once_another_is_handled() {
    handle(greet("Ann", "hello"));

    clock.advance(RETENTION.plus(Duration.ofMillis(1)));
    committed(
        commit()
            .command(
                new HandledCommand(UUID.randomUUID(), new Greet("Eve"), Greeting.class, null)));

    assertThat(store().remembered(greet("Ann", null))).isEmpty();
    assertThat(handle(greet("Ann", "anew"))).isInstanceOf(Verdict.Committed.class);
    assertThat(store().remembered(greet("Ann", null)))
        .contains(new Verdict.Duplicate(new Greeting("anew"), 2));
  }

  private HandledCommand greet(String whom, @Nullable String answer) {
    return new HandledCommand(
        id, new Greet(whom), Greeting.class, answer == null ? null : new Greeting(answer));
  }

  private Verdict handle(HandledCommand command) {
    return store().commit(commit().command(command).note("greetings", "hello").build());
  }
}
