package org.plaincqrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = new Gate();

  @Test
  void a_closed_gate_refuses_everybody() {
    gate.close();

    assertThatThrownBy(gate::enter)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This Cqrs is closed; it takes no further command or query.");
  }

  @Test
  void only_the_first_close_closes() {
    assertThat(gate.close()).isTrue();
    assertThat(gate.close()).isFalse();
  }

  @Test
  void an_empty_gate_drains_at_once() {
    gate.enter();
    gate.leave();
    gate.close();

    assertThat(gate.drain(0)).isTrue();
  }

  @Test
  void a_gate_does_not_drain_while_somebody_is_inside() {
    gate.enter();
    gate.close();

    assertThat(gate.drain(1)).isFalse();
  }

  @Test
  void who_was_refused_does_not_keep_the_gate_from_draining() {
    gate.close();

    assertThatThrownBy(gate::enter).isInstanceOf(IllegalStateException.class);

    assertThat(gate.drain(0)).isTrue();
  }

  @Test
  void draining_ends_when_the_last_one_leaves() throws Exception {
    gate.enter();
    gate.enter();
    gate.close();
    CountDownLatch draining = new CountDownLatch(1);
    CompletableFuture<Boolean> drained =
        CompletableFuture.supplyAsync(
            () -> {
              draining.countDown();
              return gate.drain(TimeUnit.SECONDS.toNanos(20));
            });

    assertThat(draining.await(10, TimeUnit.SECONDS)).isTrue();
    gate.leave();
    assertThat(drained).isNotDone();
    gate.leave();

    assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_interrupted_thread_does_not_wait_and_keeps_its_flag() {
    gate.enter();
    gate.close();
    Thread.currentThread().interrupt();

    boolean drained = gate.drain(TimeUnit.SECONDS.toNanos(20));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(drained).isFalse();
  }
}
