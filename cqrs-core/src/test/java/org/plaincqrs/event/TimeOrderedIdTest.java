package org.plaincqrs.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdTest {
  private static final int THREADS = 4;
  private static final int PER_THREAD = 500_000;

  @Test
  void an_id_is_of_version_7_and_of_the_variant_of_rfc_9562() {
    for (int i = 0; i < 1_000; i++) {
      UUID id = TimeOrderedId.next();

      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
    }
  }

  @Test
  void an_id_begins_with_the_milliseconds_of_its_time() {
    long before = System.currentTimeMillis();

    UUID id = TimeOrderedId.next();

    assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis());
  }

  @Test
  void an_id_of_a_later_millisecond_is_greater() {
    UUID first = TimeOrderedId.next();
    UUID second = TimeOrderedId.next();
    while (millis(second) == millis(first)) {
      second = TimeOrderedId.next();
    }

    assertThat(second).isGreaterThan(first);
    assertThat(second.toString()).isGreaterThan(first.toString());
  }

  @Test
  void two_million_ids_from_four_threads_are_all_different() {
    CyclicBarrier start = new CyclicBarrier(THREADS);

    List<CompletableFuture<long[]>> runs = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      runs.add(
          CompletableFuture.supplyAsync(() -> lowHalves(start), task -> new Thread(task).start()));
    }
    // Different lower halves mean different ids.
    long[] all = runs.stream().map(CompletableFuture::join).flatMapToLong(LongStream::of).toArray();
    Arrays.parallelSort(all);

    assertThat(all).hasSize(THREADS * PER_THREAD);
    assertThat(
            LongStream.range(1, all.length).filter(i -> all[(int) i] == all[(int) i - 1]).count())
        .isZero();
  }

  private static long[] lowHalves(CyclicBarrier start) {
    try {
      start.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return LongStream.generate(() -> TimeOrderedId.next().getLeastSignificantBits())
        .limit(PER_THREAD)
        .toArray();
  }

  private static long millis(UUID id) {
    return id.getMostSignificantBits() >>> 16;
  }
}
