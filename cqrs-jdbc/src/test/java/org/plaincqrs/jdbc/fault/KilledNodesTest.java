package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that follow one log are killed, one after another or all at once, while it grows. */
@Timeout(300)
class KilledNodesTest {
  private static final Duration TERM = Duration.ofSeconds(1);

  /** A term, a third of one until the others look, and very much for a busy machine. */
  private static final long TAKEN_OVER_MILLIS = 30_000;

  private static final int ROUNDS = 30;
  private static final int WRITERS = 2;
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  @Test
  void every_event_has_its_effects_when_one_of_three_nodes_is_killed_again_and_again()
      throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    AtomicBoolean over = new AtomicBoolean();
    long slowest = 0;
    try (CountingNodes nodes = new CountingNodes(TERM);
        Crew crew = new Crew()) {
      Map<String, Jvm> running = startAll(nodes, "");
      List<Future<Boolean>> writing = crew.begin(WRITERS, writer -> write(nodes, writer, over));

      for (int round = 0; round < ROUNDS; round++) {
        String victim = List.copyOf(running.keySet()).get(random.nextInt(NAMES.size()));
        LockSupport.parkNanos(random.nextInt(10) * PAUSE_NANOS);
        running.remove(victim).kill();
        long killed = System.nanoTime();
        Jvm next = nodes.begin("n" + round);
        awaitTakenOver(nodes, victim, nodes.store.log().head());
        slowest = Math.max(slowest, System.nanoTime() - killed);
        next.await("up");
        running.put("n" + round, next);
      }
      over.set(true);
      Crew.end(writing);
      nodes.awaitAll();
      running.values().forEach(nodes::end);

      nodes.checkEffects();
      System.out.printf(
          "kill -9 of a node, seed %d: %d rounds, %d events, taken over in %d ms at most%n",
          seed, ROUNDS, nodes.store.log().head(), TimeUnit.NANOSECONDS.toMillis(slowest));
    }
    assertThat(TimeUnit.NANOSECONDS.toMillis(slowest)).isLessThan(TAKEN_OVER_MILLIS);
  }

  @Test
  void new_nodes_go_on_when_all_were_killed_at_once() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (CountingNodes nodes = new CountingNodes(TERM);
        Crew crew = new Crew()) {
      Map<String, Jvm> running = startAll(nodes, "first ");
      List<Future<Boolean>> writing = crew.begin(WRITERS, writer -> write(nodes, writer, over));
      awaitTakenOver(nodes, "nobody", 100);

      running.values().forEach(Jvm::kill);
      Map<String, Jvm> next = startAll(nodes, "second ");
      awaitTakenOver(nodes, "nobody", nodes.store.log().head());
      over.set(true);
      Crew.end(writing);
      nodes.awaitAll();
      next.values().forEach(nodes::end);

      nodes.checkEffects();
    }
  }

  private static Map<String, Jvm> startAll(CountingNodes nodes, String prefix) throws Exception {
    Map<String, Jvm> running = new HashMap<>();
    for (String name : NAMES) {
      running.put(prefix + name, nodes.begin(prefix + name));
    }
    running.values().forEach(node -> node.await("up"));
    return running;
  }

  private static boolean write(CountingNodes nodes, int writer, AtomicBoolean over) {
    for (int i = 0; !over.get(); i++) {
      nodes.writer.send(new Counting.Count("w" + writer, "k" + i % 7, "k" + i % 11));
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  /** Every reader has come to a position, on another node than the victim. */
  private static void awaitTakenOver(CountingNodes nodes, String victim, long position) {
    Counting.await(
        () -> "taken over from " + victim + ": " + nodes.readers(),
        () ->
            nodes.readers().stream()
                .allMatch(each -> each.position() >= position && !victim.equals(each.node())));
  }
}
