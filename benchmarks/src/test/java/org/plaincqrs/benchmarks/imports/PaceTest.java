package org.plaincqrs.benchmarks.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int PER_SECOND = 100_000;
  private static final long STALL = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long TICK = 1_000;

  private long now;

  /** Moves on whenever it is asked, so that waiting ends. */
  private long clock() {
    now += TICK;
    return now;
  }

  private Pace pace() {
    return new Pace(PER_SECOND, this::clock);
  }

  @Test
  void work_is_done_when_it_is_due() {
    Pace pace = pace();

    for (int i = 0; i < PER_SECOND; i++) {
      pace.next(() -> {}).run();
    }

    assertThat(now).isCloseTo(TimeUnit.SECONDS.toNanos(1), within(20 * TICK));
    assertThat(pace.latencies().max()).isLessThan(0.01);
  }

  @Test
  void one_stall_shows_in_the_latencies_of_all_that_was_due_meanwhile() {
    Pace pace = pace();

    for (int i = 0; i < PER_SECOND; i++) {
      boolean stalls = i == PER_SECOND / 2;
      pace.next(() -> now += stalls ? STALL : 0).run();
    }

    Latencies latencies = pace.latencies();
    assertThat(latencies.p50()).isLessThan(0.01);
    assertThat(latencies.p99()).isBetween(150.0, 200.0);
    assertThat(latencies.p999()).isGreaterThan(latencies.p99());
    assertThat(latencies.max()).isCloseTo(200, withinPercentage(1));
  }

  @Test
  void work_that_waits_for_a_thread_is_late_as_well() {
    Pace pace = pace();
    Runnable work = pace.next(() -> {});

    now += STALL;
    work.run();

    assertThat(pace.latencies().p50()).isCloseTo(200, withinPercentage(1));
  }

  @Test
  void the_clock_of_the_system_is_kept_too() {
    Pace pace = new Pace(1_000, System::nanoTime);
    long start = System.nanoTime();

    for (int i = 0; i <= 50; i++) {
      pace.next(() -> {}).run();
    }

    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(49));
  }
}
