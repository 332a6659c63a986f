package org.plaincqrs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plaincqrs.dispatch.Next;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.ConflictException;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.Verdict;

class RetryOnConflictTest {
  record Ping(UUID id) implements ICommand<String> {}

  private static final Ping PING = new Ping(new UUID(0, 1));

  private final List<Long> bounds = new ArrayList<>();
  private int runs;

  @Test
  void a_command_that_meets_no_conflict_runs_once() throws Exception {
    Object answer = retry(5).intercept(PING, Metadata.NONE, conflictingUntil(1));

    assertThat(answer).isEqualTo("done");
    assertThat(runs).isEqualTo(1);
  }

  @Test
  void the_first_repeat_comes_at_once() throws Exception {
    Object answer = retry(5).intercept(PING, Metadata.NONE, conflictingUntil(2));

    assertThat(answer).isEqualTo("done");
    assertThat(runs).isEqualTo(2);
    assertThat(bounds).isEmpty();
  }

  @Test
  void the_last_conflict_comes_out_when_the_attempts_are_used_up() {
    assertThatThrownBy(() -> retry(3).intercept(PING, Metadata.NONE, conflictingUntil(4)))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "Append to stream 'account-42' refused: expected version 7, found version 9."
                + " Reload the aggregate and retry.");

    assertThat(runs).isEqualTo(3);
  }

  @Test
  void one_attempt_means_no_repeat() {
    assertThatThrownBy(() -> retry(1).intercept(PING, Metadata.NONE, conflictingUntil(2)))
        .isInstanceOf(ConflictException.class);

    assertThat(runs).isEqualTo(1);
  }

  @Test
  void each_wait_may_take_twice_the_one_before_up_to_the_cap() throws Exception {
    retry(20).intercept(PING, Metadata.NONE, conflictingUntil(9));

    assertThat(bounds).containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L, 1000L);
  }

  @Test
  void the_bound_of_a_wait_does_not_overflow_after_many_attempts() throws Exception {
    retry(200).intercept(PING, Metadata.NONE, conflictingUntil(150));

    assertThat(bounds.subList(4, bounds.size())).containsOnly(1000L);
  }

  @Test
  void waits_of_no_time_ask_for_no_random_number() throws Exception {
    RetryOnConflict retry = new RetryOnConflict(5, Duration.ZERO, Duration.ZERO, this::record);

    retry.intercept(PING, Metadata.NONE, conflictingUntil(4));

    assertThat(bounds).isEmpty();
  }

  @Test
  void other_failures_are_not_repeated() {
    RuntimeException failure = new IllegalStateException("no");

    assertThatThrownBy(
            () ->
                retry(5)
                    .intercept(
                        PING,
                        Metadata.NONE,
                        (command, metadata) -> {
                          runs++;
                          throw failure;
                        }))
        .isSameAs(failure);

    assertThat(runs).isEqualTo(1);
  }

  @Test
  void an_interrupted_thread_does_not_repeat_and_keeps_its_flag() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> retry(5).intercept(PING, Metadata.NONE, conflictingUntil(4)))
        .isInstanceOf(ConflictException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(runs).isEqualTo(1);
  }

  @Test
  void an_interrupt_while_waiting_ends_the_repeats_and_keeps_the_flag() {
    RetryOnConflict retry =
        new RetryOnConflict(
            5,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            bound -> {
              Thread.currentThread().interrupt();
              return bound - 1;
            });

    assertThatThrownBy(() -> retry.intercept(PING, Metadata.NONE, conflictingUntil(4)))
        .isInstanceOf(ConflictException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(runs).isEqualTo(2);
  }

  @Test
  void senseless_numbers_are_refused() {
    assertRefused(
        0, Duration.ofMillis(1), Duration.ofMillis(2), "0 attempts, base PT0.001S, cap PT0.002S");
    assertRefused(
        1, Duration.ofMillis(-1), Duration.ofMillis(2), "1 attempts, base PT-0.001S, cap PT0.002S");
    assertRefused(
        1, Duration.ofMillis(3), Duration.ofMillis(2), "1 attempts, base PT0.003S, cap PT0.002S");
  }

  private static void assertRefused(int attempts, Duration base, Duration cap, String got) {
    assertThatThrownBy(() -> new RetryOnConflict(attempts, base, cap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "RetryOnConflict needs at least 1 attempt and 0 <= base <= cap; got " + got + ".");
  }

  private RetryOnConflict retry(int attempts) {
    return new RetryOnConflict(
        attempts, Duration.ofNanos(100), Duration.ofNanos(1000), this::record);
  }

  private long record(long bound) {
    bounds.add(bound);
    return 0;
  }

  private Next<ICommand<?>> conflictingUntil(int run) {
    return (command, metadata) -> {
      runs++;
      if (runs < run) {
        throw new ConflictException(
            new Verdict.Conflict(
                new Condition.StreamAt("account-42", ExpectedVersion.exactly(7)), 9));
      }
      return "done";
    };
  }
}
