package org.plaincqrs.dispatch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SlotsTest {
  @RepeatedTest(Switchboard.MOST)
  void every_hash_code_has_its_own_number(RepetitionInfo repetition) {
    int count = repetition.getCurrentRepetition();
    int[] hashes = new Random(count).ints().distinct().limit(count).toArray();

    Slots slots = Slots.of(hashes);

    for (int i = 0; i < count; i++) {
      assertThat(slots.of(hashes[i])).isEqualTo(i);
    }
  }

  @Test
  void hash_codes_that_differ_only_at_one_end_are_told_apart() {
    Slots slots = Slots.of(0, 1, 2, 3, 1 << 31, 1 << 30, -1, Integer.MAX_VALUE);

    assertThat(slots.of(0)).isZero();
    assertThat(slots.of(3)).isEqualTo(3);
    assertThat(slots.of(1 << 31)).isEqualTo(4);
    assertThat(slots.of(Integer.MAX_VALUE)).isEqualTo(7);
  }

  @Test
  void there_is_nothing_that_tells_the_same_hash_code_apart() {
    assertThat(Slots.of(7, 1, 7)).isNull();
  }
}
