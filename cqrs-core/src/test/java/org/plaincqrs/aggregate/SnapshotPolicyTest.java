package org.plaincqrs.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SnapshotPolicyTest {
  @Test
  void every_n_events_counts_what_the_last_snapshot_does_not_hold() {
    SnapshotPolicy policy = SnapshotPolicy.everyEvents(3);

    assertThat(policy.due(2, Duration.ofDays(1))).isFalse();
    assertThat(policy.due(3, Duration.ZERO)).isTrue();
    assertThat(policy.due(4, Duration.ZERO)).isTrue();
  }

  @Test
  void when_replay_takes_long_looks_at_the_time() {
    SnapshotPolicy policy = SnapshotPolicy.whenReplayTakes(Duration.ofMillis(10));

    assertThat(policy.due(1_000, Duration.ofMillis(9))).isFalse();
    assertThat(policy.due(1, Duration.ofMillis(10))).isTrue();
    assertThat(policy.due(0, Duration.ofMillis(10))).isFalse();
  }

  @Test
  void never_is_never() {
    assertThat(SnapshotPolicy.NEVER.due(Long.MAX_VALUE, Duration.ofDays(1))).isFalse();
  }

  @Test
  void a_snapshot_every_0_events_is_refused() {
    assertThatThrownBy(() -> SnapshotPolicy.everyEvents(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A snapshot every 0 events; say at least 1.");
  }
}
