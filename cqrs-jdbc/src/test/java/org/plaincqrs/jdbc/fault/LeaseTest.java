package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Store;
import org.plaincqrs.subscription.Subscription;

/** Who runs a reader, where clocks differ and handlers take longer than a term. */
@Timeout(120)
class LeaseTest {
  private static final Duration TERM = Duration.ofSeconds(1);
  private static final long TERMS_NANOS = TERM.multipliedBy(3).toNanos();
  private static final Duration HOUR = Duration.ofHours(1);

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void nodes_whose_clocks_are_hours_apart_leave_each_other_their_readers(TestDatabase database)
      throws Exception {
    ConcurrentLinkedQueue<Long> handled = new ConcurrentLinkedQueue<>();
    try (FreshDatabase fresh = database.fresh();
        Store store = JdbcStorage.on(fresh.dataSource()).open(Counting.model());
        Cqrs late = node(fresh, "late", HOUR.negated(), handled);
        Cqrs right = node(fresh, "right", Duration.ZERO, handled);
        Cqrs early = node(fresh, "early", HOUR, handled)) {
      awaitNodes(store, Set.of("late", "right", "early"));
      List<Reader> before = readers(store);

      long end = System.nanoTime() + TERMS_NANOS;
      while (System.nanoTime() < end) {
        for (Cqrs each : List.of(late, right, early)) {
          each.send(new Counting.Count("x", "y", "z"));
        }
        LockSupport.parkNanos(TERMS_NANOS / 30);
      }
      awaitAll(store);

      assertThat(readers(store)).extracting(Reader::epoch).isEqualTo(epochs(before));
      assertThat(handled)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, store.log().head()).boxed().toList());
      assertThat(early.subscriptions().statuses())
          .allSatisfy(each -> assertThat(each.behind()).isGreaterThanOrEqualTo(HOUR.negated()));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void what_a_dead_node_ran_is_taken_over_after_its_term_by_a_node_whose_clock_is_early(
      TestDatabase database) throws Exception {
    ConcurrentLinkedQueue<Long> handled = new ConcurrentLinkedQueue<>();
    try (FreshDatabase fresh = database.fresh();
        Store store = JdbcStorage.on(fresh.dataSource()).open(Counting.model())) {
      store.subscriptions().create(List.of(Reader.fresh("handled", 1, 1, 0, 1, 0)));
      long beaten = System.nanoTime();
      store.subscriptions().beat("dead", Set.of("1 handled"), TERM);
      assertThat(store.subscriptions().claim(readers(store).get(0), "dead")).isPresent();

      try (Cqrs early =
          Counting.on(JdbcStorage.on(fresh.dataSource()), "early", TERM)
              .clock(Clock.offset(Clock.systemUTC(), HOUR))
              .follow(Subscription.named("handled").each(event -> handled.add(event.position())))
              .build()) {
        early.send(new Counting.Count("x"));
        Counting.await(() -> "not handled", () -> !handled.isEmpty());
      }
      assertThat(Duration.ofNanos(System.nanoTime() - beaten)).isGreaterThanOrEqualTo(TERM);
      assertThat(handled).containsExactly(1L);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void handlers_that_take_longer_than_a_term_keep_their_readers(TestDatabase database)
      throws Exception {
    ConcurrentLinkedQueue<Long> handled = new ConcurrentLinkedQueue<>();
    try (FreshDatabase fresh = database.fresh();
        Store store = JdbcStorage.on(fresh.dataSource()).open(Counting.model());
        Cqrs slow = slow(fresh, handled)) {
      slow.send(new Counting.Count("x"));
      Counting.await(() -> "all threads are in a handler", () -> handled.size() == 4);
      try (Cqrs other = slow(fresh, "other", handled)) {
        Counting.await(
            () -> "every handler has ended: " + readers(store),
            () -> readers(store).stream().allMatch(each -> each.position() == 1));
        assertThat(handled).hasSize(4);
        assertThat(other.subscriptions().statuses()).hasSize(4);
      }
    }
  }

  private static Cqrs slow(FreshDatabase fresh, ConcurrentLinkedQueue<Long> handled) {
    return slow(fresh, "slow", handled);
  }

  /** As many subscriptions as threads, so that no worker is left for anything else. */
  private static Cqrs slow(FreshDatabase fresh, String name, ConcurrentLinkedQueue<Long> handled) {
    var builder = Counting.on(JdbcStorage.on(fresh.dataSource()), name, TERM);
    for (int i = 0; i < 4; i++) {
      builder.follow(
          Subscription.named("slow " + i)
              .each(
                  event -> {
                    handled.add(event.position());
                    LockSupport.parkNanos(TERMS_NANOS);
                  }));
    }
    return builder.build();
  }

  private static Cqrs node(
      FreshDatabase fresh, String name, Duration offset, ConcurrentLinkedQueue<Long> handled) {
    return Counting.on(JdbcStorage.on(fresh.dataSource()), name, TERM)
        .clock(Clock.offset(Clock.systemUTC(), offset))
        .follow(Subscription.named("handled").parts(6).each(event -> handled.add(event.position())))
        .build();
  }

  private static void awaitNodes(Store store, Set<String> names) {
    Counting.await(
        () -> "two readers for each: " + readers(store),
        () ->
            names.stream()
                .allMatch(
                    name ->
                        readers(store).stream().filter(each -> name.equals(each.node())).count()
                            == 2));
  }

  private static void awaitAll(Store store) {
    long head = store.log().head();
    Counting.await(
        () -> "every reader at " + head + ": " + readers(store),
        () -> readers(store).stream().allMatch(each -> each.position() >= head));
  }

  private static List<Reader> readers(Store store) {
    return store.subscriptions().roster().readers();
  }

  private static List<Long> epochs(List<Reader> readers) {
    return new ArrayList<>(readers.stream().map(Reader::epoch).toList());
  }
}
