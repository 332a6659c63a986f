package org.plaincqrs.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class EventBusTest {
  sealed interface Happened permits Opened, Closed {}

  record Opened(int door) implements Happened {}

  record Closed(int door) implements Happened {}

  private final List<String> heard = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  private EventBus.Builder bus() {
    return EventBus.builder().onFailure((event, failure) -> failures.add(event + " " + failure));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneakyThrow(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void a_subscriber_hears_its_class_and_every_subtype_and_nothing_else() {
    EventBus bus =
        bus()
            .subscribe(Opened.class, event -> heard.add("opened"))
            .subscribe(Happened.class, event -> heard.add("happened"))
            .subscribe(Object.class, event -> heard.add("object"))
            .subscribe(Closed.class, event -> heard.add("closed"))
            .build();

    bus.publish(new Opened(1));

    assertThat(heard).containsExactly("opened", "happened", "object");
  }

  @Test
  void an_event_without_a_subscriber_is_no_failure() {
    bus().build().publish(new Opened(1));

    assertThat(failures).isEmpty();
  }

  @Test
  void subscribers_are_called_in_order_of_registration() {
    EventBus bus =
        bus()
            .subscribe(Object.class, event -> heard.add("first"))
            .subscribe(Opened.class, event -> heard.add("second"))
            .subscribe(Happened.class, event -> heard.add("third"))
            .build();

    bus.publish(new Opened(1));
    bus.publish(new Opened(2));

    assertThat(heard).containsExactly("first", "second", "third", "first", "second", "third");
  }

  @Test
  void a_subscriber_that_throws_whatever_harms_nobody_and_is_reported() {
    EventBus bus =
        bus()
            .subscribe(
                Opened.class,
                event -> {
                  throw new IllegalStateException("unchecked");
                })
            .subscribe(Opened.class, event -> sneakyThrow(new IOException("checked")))
            .subscribe(
                Opened.class,
                event -> {
                  throw new AssertionError("error");
                })
            .subscribe(Opened.class, event -> heard.add("last"))
            .build();

    bus.publish(new Opened(1));

    assertThat(heard).containsExactly("last");
    assertThat(failures)
        .containsExactly(
            "Opened[door=1] java.lang.IllegalStateException: unchecked",
            "Opened[door=1] java.io.IOException: checked",
            "Opened[door=1] java.lang.AssertionError: error");
  }

  @Test
  void a_failure_listener_that_fails_harms_nobody() {
    EventBus bus =
        EventBus.builder()
            .onFailure(
                (event, failure) -> {
                  throw new AssertionError("listener");
                })
            .subscribe(
                Opened.class,
                event -> {
                  throw new IllegalStateException("subscriber");
                })
            .subscribe(Opened.class, event -> heard.add("last"))
            .build();

    assertThatCode(() -> bus.publish(new Opened(1))).doesNotThrowAnyException();

    assertThat(heard).containsExactly("last");
  }

  @Test
  void an_executor_calls_the_subscribers_in_place_of_the_publisher() {
    List<Runnable> tasks = new ArrayList<>();
    EventBus bus =
        bus()
            .executor(tasks::add)
            .subscribe(Opened.class, event -> heard.add("first"))
            .subscribe(
                Opened.class,
                event -> {
                  throw new IllegalStateException("second");
                })
            .build();

    bus.publish(new Opened(1));

    assertThat(heard).isEmpty();
    tasks.forEach(Runnable::run);
    assertThat(heard).containsExactly("first");
    assertThat(failures).containsExactly("Opened[door=1] java.lang.IllegalStateException: second");
  }

  @Test
  void an_executor_that_rejects_is_reported_for_each_subscriber() {
    EventBus bus =
        bus()
            .executor(
                task -> {
                  throw new RejectedExecutionException("full");
                })
            .subscribe(Opened.class, event -> heard.add("first"))
            .subscribe(Opened.class, event -> heard.add("second"))
            .build();

    bus.publish(new Opened(1));

    assertThat(heard).isEmpty();
    assertThat(failures)
        .containsExactly(
            "Opened[door=1] java.util.concurrent.RejectedExecutionException: full",
            "Opened[door=1] java.util.concurrent.RejectedExecutionException: full");
  }

  @Test
  void a_subscriber_added_afterwards_does_not_reach_a_bus_that_is_built() {
    EventBus.Builder builder = bus().subscribe(Opened.class, event -> heard.add("before"));
    EventBus bus = builder.build();

    builder.subscribe(Opened.class, event -> heard.add("after"));
    bus.publish(new Opened(1));

    assertThat(heard).containsExactly("before");
  }
}
