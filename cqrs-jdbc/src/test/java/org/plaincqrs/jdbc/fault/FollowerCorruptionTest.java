package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.subscription.DeadLetter;
import org.plaincqrs.subscription.FailurePolicy;
import org.plaincqrs.subscription.Subscription;
import org.plaincqrs.subscription.ViewFailedException;

/** Events that a subscription can't even read, among others that it can. */
@Timeout(120)
class FollowerCorruptionTest {
  private static final FailurePolicy LETTERS =
      FailurePolicy.deadLetter().retries(1, Duration.ofMillis(1), Duration.ofMillis(1));
  private static final FailurePolicy STOPPING =
      FailurePolicy.stop().retries(1, Duration.ofMillis(1), Duration.ofMillis(1));

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  private final ConcurrentLinkedQueue<Long> kept = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> stopped = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @MethodSource("databases")
  void an_event_that_cannot_be_read_is_put_aside_or_stops_the_subscription_before_it(
      TestDatabase database) throws Exception {
    try (FreshDatabase fresh = database.fresh();
        Connection control = fresh.connect()) {
      try (Cqrs writer = Counting.writer(JdbcStorage.on(fresh.dataSource()))) {
        writer.send(new Counting.Count("a", "b", "c", "d", "e"));
      }
      CorruptRowsTest.allowDamage(database, control);
      setPayload(control, "{\"ke");

      try (Cqrs cqrs = open(fresh)) {
        cqrs.subscriptions().await("kept", 5, Counting.SOON);
        assertThat(kept).containsExactly(1L, 2L, 4L, 5L);
        assertThat(cqrs.subscriptions().deadLetters("kept"))
            .singleElement()
            .satisfies(
                letter -> {
                  assertThat(letter.position()).isEqualTo(3);
                  assertThat(letter.error()).contains("UnreadablePayloadException");
                });
        assertThatThrownBy(() -> cqrs.subscriptions().await("stopped", 5, Counting.SOON))
            .isInstanceOf(ViewFailedException.class)
            .hasMessageContaining("'stopped' stopped behind position 2");
        assertThat(stopped).containsExactly(1L, 2L);

        setPayload(control, "{\"key\":\"c\"}");
        cqrs.subscriptions().resume("stopped");
        cqrs.subscriptions().await("stopped", 5, Counting.SOON);
        DeadLetter letter = cqrs.subscriptions().deadLetters("kept").get(0);
        cqrs.subscriptions().replay(letter);
        Counting.await(
            () -> cqrs.subscriptions().deadLetters("kept").toString(),
            () -> cqrs.subscriptions().deadLetters("kept").isEmpty());
        assertThat(stopped).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(kept).containsExactly(1L, 2L, 4L, 5L, 3L);
      }
    }
  }

  private Cqrs open(FreshDatabase fresh) {
    return Counting.on(JdbcStorage.on(fresh.dataSource()), "node", Duration.ofSeconds(10))
        .follow(
            Subscription.named("kept").onFailure(LETTERS).each(event -> kept.add(event.position())))
        .follow(
            Subscription.named("stopped")
                .onFailure(STOPPING)
                .each(event -> stopped.add(event.position())))
        .build();
  }

  private static void setPayload(Connection control, String payload) throws SQLException {
    try (PreparedStatement statement =
        control.prepareStatement("update cqrs_events set payload = ? where position = 3")) {
      statement.setBytes(1, payload.getBytes(StandardCharsets.UTF_8));
      assertThat(statement.executeUpdate()).isOne();
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void an_event_of_an_unknown_type_is_never_passed_over(TestDatabase database) throws Exception {
    try (FreshDatabase fresh = database.fresh();
        Connection control = fresh.connect()) {
      try (Cqrs writer = Counting.writer(JdbcStorage.on(fresh.dataSource()))) {
        writer.send(new Counting.Count("a", "b", "c", "d", "e"));
      }
      CorruptRowsTest.allowDamage(database, control);
      Bench.execute(
          control,
          "update cqrs_events set type = "
              + (database == TestDatabase.MARIADB ? "x'67 6f 6e 65'".replace(" ", "") : "'gone'")
              + " where position = 3");

      try (Cqrs cqrs = open(fresh)) {
        assertThatThrownBy(() -> cqrs.subscriptions().await("stopped", 5, Counting.SOON))
            .isInstanceOf(ViewFailedException.class)
            .hasMessageContaining("'stopped' stopped behind position 2")
            .hasStackTraceContaining("'gone'");
        cqrs.subscriptions().await("kept", 5, Counting.SOON);
        assertThat(cqrs.subscriptions().deadLetters("kept"))
            .extracting(DeadLetter::position)
            .isEqualTo(List.of(3L));
      }
    }
  }
}
