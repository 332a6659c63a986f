package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plaincqrs.storage.Reader;

/** A node is stopped inside its handlers until its term is over, and wakes up later. */
@Timeout(180)
class ZombieTest {
  private static final Duration TERM = Duration.ofSeconds(1);

  @Test
  void a_node_that_was_stopped_in_its_handlers_writes_nothing_when_it_wakes() throws Exception {
    try (CountingNodes nodes = new CountingNodes(TERM)) {
      Jvm zombie = stoppedInside(nodes, "a");

      Jvm heir = nodes.start("b");
      heir.tell("go");
      count(nodes);
      awaitAllBy(nodes, "b");
      zombie.goOn();
      letThrough(zombie);
      count(nodes);
      nodes.awaitAll();
      nodes.end(zombie);
      nodes.end(heir);

      nodes.checkEffects();
    }
  }

  @Test
  void a_node_that_has_its_readers_again_writes_nothing_of_what_it_began_before() throws Exception {
    try (CountingNodes nodes = new CountingNodes(TERM)) {
      Jvm zombie = stoppedInside(nodes, "a");
      Jvm heir = nodes.start("b");
      heir.tell("go");
      count(nodes);
      awaitAllBy(nodes, "b");
      heir.kill();
      zombie.goOn();
      count(nodes);
      awaitAllBy(nodes, "a");

      // Its handlers of the first epoch still wait in their transactions.
      letThrough(zombie);
      count(nodes);
      nodes.awaitAll();
      nodes.end(zombie);

      assertThat(nodes.readers()).extracting(Reader::epoch).allMatch(epoch -> epoch >= 3);
      nodes.checkEffects();
    }
  }

  private static void count(CountingNodes nodes) {
    nodes.writer.send(new Counting.Count("x", "y", "z"));
  }

  /** A node whose handlers are inside their transactions, behind writes of their own. */
  private static Jvm stoppedInside(CountingNodes nodes, String name) throws Exception {
    Jvm node = nodes.start(name);
    count(nodes);
    awaitAllBy(nodes, name);
    nodes.writer.send(new Counting.Count("x", CountingNode.GATE, "y"));
    String first = node.line();
    String second = node.line();
    assertThat(List.of(String.valueOf(first), String.valueOf(second)))
        .containsExactlyInAnyOrder("inside view", "inside done");
    stop(nodes, node, name);
    return node;
  }

  /** Stops it where nothing but its two handlers has a transaction open, whose locks would stay. */
  private static void stop(CountingNodes nodes, Jvm node, String name) throws Exception {
    node.stop();
    while (nodes.transactions(name) > 2) {
      node.goOn();
      node.stop();
    }
  }

  private static void letThrough(Jvm zombie) {
    zombie.tell("go");
    List<String> said = new ArrayList<>();
    while (!said.containsAll(List.of("through view", "through done"))) {
      said.add(String.valueOf(zombie.line()));
    }
  }

  private static void awaitAllBy(CountingNodes nodes, String name) {
    nodes.awaitAll();
    assertThat(nodes.readers())
        .hasSize(CountingNode.READERS)
        .extracting(Reader::node)
        .containsOnly(name);
  }
}
