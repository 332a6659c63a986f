package org.plaincqrs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plaincqrs.event.Metadata;

class TimingTest {
  record Ping() {}

  private final List<String> heard = new ArrayList<>();
  private long now = 1_000;
  private final Timing timing =
      new Timing(
          (type, nanos, failed) -> heard.add(type.getSimpleName() + " " + nanos + " " + failed),
          () -> now);

  @Test
  void a_message_is_measured_from_the_interceptor_to_its_handler_and_back() throws Exception {
    Object answer =
        timing.intercept(
            new Ping(),
            Metadata.NONE,
            (message, metadata) -> {
              now += 250;
              return "pong";
            });

    assertThat(answer).isEqualTo("pong");
    assertThat(heard).containsExactly("Ping 250 false");
  }

  @Test
  void a_failure_is_measured_too_and_passes_as_it_is() {
    Exception failure = new Exception("no");

    assertThatThrownBy(
            () ->
                timing.intercept(
                    new Ping(),
                    Metadata.NONE,
                    (message, metadata) -> {
                      now += 5;
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(heard).containsExactly("Ping 5 true");
  }

  @Test
  void the_system_clock_measures_by_default() throws Exception {
    List<Long> nanos = new ArrayList<>();

    new Timing((type, took, failed) -> nanos.add(took))
        .intercept(new Ping(), Metadata.NONE, (message, metadata) -> "pong");

    assertThat(nanos).singleElement().satisfies(took -> assertThat(took).isNotNegative());
  }

  @Test
  void a_listener_that_fails_fails_no_message() throws Exception {
    Timing timing =
        new Timing(
            (type, nanos, failed) -> {
              throw new AssertionError("no registry");
            });

    Object answer = timing.intercept("message", Metadata.NONE, (m, metadata) -> "answer");

    assertThat(answer).isEqualTo("answer");
  }
}
