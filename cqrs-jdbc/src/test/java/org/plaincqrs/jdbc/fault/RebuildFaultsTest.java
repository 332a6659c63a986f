package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.subscription.Rebuild;
import org.plaincqrs.subscription.Subscription;

/** Views that are built anew amid appends, beside other nodes, and by nodes that are killed. */
@Timeout(180)
class RebuildFaultsTest {
  private static final Duration TERM = Duration.ofSeconds(10);
  private static final int BEFORE = 600;
  private static final int REBUILDS = 3;

  static Stream<TestDatabase> databases() {
    return TestDatabase.available().stream();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void views_rebuilt_amid_appends_and_beside_other_nodes_equal_a_fold_of_the_log(
      TestDatabase database) throws Exception {
    Projection<Counting.Tally, String> view = Counting.view().parts(3).batch(20).build();
    AtomicBoolean over = new AtomicBoolean();
    try (FreshDatabase fresh = database.fresh();
        Cqrs one = node(fresh, "one", view);
        Cqrs two = node(fresh, "two", view);
        Crew crew = new Crew()) {
      one.send(new Counting.Count(Collections.nCopies(BEFORE, "before")));
      List<Future<Boolean>> storm = crew.begin(2, writer -> write(writer, one, over));
      for (int i = 0; i < REBUILDS; i++) {
        Cqrs asked = i % 2 == 0 ? one : two;
        assertThat(asked.subscriptions().rebuild(Counting.VIEW).await(Counting.SOON)).isTrue();
      }
      over.set(true);
      Crew.end(storm);

      Rebuild last = two.subscriptions().rebuild(Counting.VIEW);
      assertThat(last.await(Counting.SOON)).isTrue();
      for (Cqrs each : List.of(one, two)) {
        Counting.await(
            () -> "build " + last.build() + " is shown: " + each.subscriptions().statuses(),
            () -> each.subscriptions().build(Counting.VIEW) == last.build());
        each.subscriptions().await(Counting.VIEW, one.log().head(), Counting.SOON);
        assertThat(Counting.shown(each, view)).isEqualTo(Counting.fold(one.log()));
      }
      System.out.printf(
          "%d rebuilds amid %d appends on %s%n", REBUILDS, one.log().head(), database);
    }
  }

  private static Cqrs node(
      FreshDatabase fresh, String name, Projection<Counting.Tally, String> view) {
    return Counting.on(JdbcStorage.on(fresh.dataSource()), name, TERM)
        .follow(view)
        .follow(Subscription.named("beside").each(event -> {}))
        .build();
  }

  private static boolean write(int writer, Cqrs cqrs, AtomicBoolean over) {
    for (int i = 0; !over.get(); i++) {
      cqrs.send(new Counting.Count("w" + writer, "k" + i % 7));
    }
    return true;
  }

  @Test
  void a_build_whose_node_is_killed_is_finished_by_another() throws Exception {
    try (CountingNodes nodes = new CountingNodes(Duration.ofSeconds(1))) {
      nodes.writer.send(new Counting.Count(Collections.nCopies(BEFORE, "before")));
      nodes.writer.send(new Counting.Count(CountingNode.GATE));
      nodes.writer.send(new Counting.Count(Collections.nCopies(BEFORE, "behind")));
      Jvm first = nodes.start("first");
      first.tell("go");
      nodes.awaitAll();
      nodes.end(first);

      Jvm killed = nodes.start("killed");
      killed.tell("rebuild");
      killed.await("inside view");
      killed.kill();
      List<Reader> left = building(nodes);
      assertThat(left).hasSize(CountingNode.PARTS);
      assertThat(left).extracting(Reader::position).anyMatch(each -> each > 0 && each <= BEFORE);

      Jvm next = nodes.start("next");
      next.tell("go");
      Counting.await(
          () -> "build 2 takes over: " + nodes.readers(),
          () -> building(nodes).stream().allMatch(Reader::active));
      nodes.end(next);

      assertThat(Counting.shown(nodes.store, 2)).isEqualTo(Counting.fold(nodes.store.log()));
      nodes.checkEffects();
    }
  }

  private static List<Reader> building(CountingNodes nodes) {
    return nodes.readers().stream().filter(each -> each.build() == 2).toList();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void two_views_of_the_same_events_are_rebuilt_one_after_another(TestDatabase database)
      throws Exception {
    Projection<Counting.Tally, String> view = Counting.view().batch(20).build();
    Projection<Counting.Tally, String> other =
        Projection.into(Counting.TALLIES.named("others"))
            .onRecorded(Counting.Counted.class, Counting::key, Counting.Tally::plus)
            .build();
    try (FreshDatabase fresh = database.fresh();
        Cqrs cqrs =
            Counting.on(JdbcStorage.on(fresh.dataSource()), "node", TERM)
                .follow(view)
                .follow(other)
                .build()) {
      cqrs.send(new Counting.Count(Collections.nCopies(BEFORE, "before")));
      for (String name : List.of(Counting.VIEW, "others", Counting.VIEW)) {
        assertThat(cqrs.subscriptions().rebuild(name).await(Counting.SOON)).isTrue();
        cqrs.send(new Counting.Count("after"));
      }
      for (Projection<Counting.Tally, String> each : List.of(view, other)) {
        cqrs.await(each, cqrs.log().head(), Counting.SOON);
        assertThat(Counting.shown(cqrs, each)).isEqualTo(Counting.fold(cqrs.log()));
      }
    }
  }
}
