package org.plaincqrs.examples.catalog.nodes;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.plaincqrs.examples.catalog.query.MovementsView;
import org.plaincqrs.examples.catalog.wiring.Catalog;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.subscription.Subscriptions;

/**
 * Shows who runs which parts of the {@link MovementsView}, while processes come, are killed, and
 * come again, and that the view is right in the end. Used once.
 */
public final class NodesShow implements AutoCloseable {
  private static final String THIS_NODE = "node-1";
  private static final Duration TERM = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Catalog catalog;
  private final List<String> told;
  private final PrintStream out;
  private final List<NodeProcess> others = new ArrayList<>();
  private final long startNanos = System.nanoTime();
  private Shares shown = Shares.of(List.of());

  /**
   * A show by this process, the first node.
   *
   * @param told what {@link CatalogNode} reads behind its name, a line each
   */
  public NodesShow(Catalog catalog, List<String> told, PrintStream out) {
    this.catalog = catalog;
    this.told = List.copyOf(told);
    this.out = out;
  }

  /** How the first node takes part. */
  public static Subscriptions.Options firstNode() {
    return node(THIS_NODE);
  }

  static Subscriptions.Options node(String name) {
    return new Subscriptions.Options(name, TERM, 2, status -> {});
  }

  /**
   * Runs it, which takes about half a minute.
   *
   * @throws NodesFailedException when something did not happen in time, or the view is wrong
   */
  public void run(int nodes) {
    say("%s is this process, %d", THIS_NODE, ProcessHandle.current().pid());
    for (int i = 2; i <= nodes; i++) {
      start("node-" + i);
    }
    try (Movers movers = new Movers(catalog)) {
      until(movers, "all have their share", this::areShared);
      NodeProcess victim = others.get(others.size() - 1);
      kill(victim, movers);
      until(movers, "the others have its parts", this::areShared);
      start(victim.name());
      until(movers, "it has its share again", this::areShared);
      catalog.await(movers.stop());
      check(movers.sent());
    }
  }

  private void start(String name) {
    NodeProcess process = NodeProcess.start(name, told);
    others.add(process);
    say("%s is started, process %d", name, process.pid());
  }

  private void kill(NodeProcess victim, Movers movers) {
    others.remove(victim);
    victim.kill();
    say(
        "%s is killed, as by kill -9, after %,d commands; its term ends within %d s",
        victim.name(), movers.sent(), TERM.toSeconds());
  }

  private interface Condition {
    boolean holds();
  }

  private boolean areShared() {
    Stream<String> names =
        Stream.concat(Stream.of(THIS_NODE), others.stream().map(NodeProcess::name));
    return shown.isEvenAmong(names.toList());
  }

  private void until(Movers movers, String goal, Condition condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    do {
      look();
      movers.check();
      others.forEach(NodeProcess::checkRuns);
      if (condition.holds()) {
        return;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    } while (System.nanoTime() < deadline);
    throw new NodesFailedException(
        "After %d s it is not so that %s: %s.".formatted(PATIENCE.toSeconds(), goal, shown));
  }

  private void look() {
    Shares now = Shares.of(catalog.parts());
    if (!now.equals(shown)) {
      shown = now;
      say("  %s", now);
    }
  }

  private void check(int sent) {
    List<MovementsView.Movements> view = rows(catalog.movements());
    if (!view.equals(rows(catalog.movementsInLog()))) {
      throw new NodesFailedException("The view differs from the log that it follows.");
    }
    say(
        "%,d commands, and the view of %,d products holds each movement of the log once",
        sent, view.size());
  }

  private static List<MovementsView.Movements> rows(
      IReadRepository<MovementsView.Movements, Integer> view) {
    try (Stream<MovementsView.Movements> rows = view.all()) {
      return rows.toList();
    }
  }

  private void say(String text, Object... values) {
    double seconds = (double) (System.nanoTime() - startNanos) / TimeUnit.SECONDS.toNanos(1);
    out.printf(Locale.ROOT, "%5.1f s  %s%n", seconds, String.format(Locale.ROOT, text, values));
  }

  @Override
  public void close() {
    others.forEach(NodeProcess::close);
  }
}
