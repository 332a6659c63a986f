package org.plaincqrs.benchmarks.load;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.plaincqrs.Cqrs;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.event.EventName;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentType;

/**
 * How long after its commit, from when the caller has the receipt, an event is in a view, while
 * nothing else happens: in the process that runs the view, and in another one.
 */
record Latency(Server server, Settings settings, Results results) {
  private static final String PREFIX = "latency_";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int WARM_UP = 200;
  private static final int PAUSE_MILLIS = 10;

  /** A command with one event. */
  record Touch(UUID id, String name) implements ICommand<Void> {}

  /** Its event. */
  @EventName("touched")
  record Touched(String name) {}

  static final Projection<Long, String> TOUCHES =
      Projection.into(DocumentType.of("touches", Long.class, String.class))
          .on(Touched.class, Touched::name, (count, event) -> (count == null ? 0 : count) + 1)
          .build();

  static Cqrs open(HikariDataSource pool) {
    return Cqrs.on(JdbcStorage.builder(pool).prefix(PREFIX).build())
        .events(Touched.class)
        .execute(Touch.class, (touch, work) -> work.append(touch.name, new Touched(touch.name)))
        .follow(TOUCHES)
        .build();
  }

  void inProcess() throws Exception {
    try (HikariDataSource pool = server.pool(4, true)) {
      try (Cqrs cqrs = open(pool)) {
        measure("load.latency.in-process", "in the same process [p99 at most 5 ms]", cqrs);
      }
      drop(pool);
    }
  }

  /** The other process is there first, so it runs the view. */
  void acrossProcesses() throws Exception {
    if (!server.isPostgreSql()) {
      System.out.println("\nlatency2: left out, since it needs a server.");
      return;
    }
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                Latency.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (HikariDataSource pool = server.pool(4, true)) {
      other.getOutputStream().write((server.url() + "\n").getBytes(StandardCharsets.UTF_8));
      other.getOutputStream().flush();
      if (other.getInputStream().read() < 0) {
        throw new IllegalStateException("The other process has ended.");
      }
      try (Cqrs cqrs = open(pool)) {
        measure("load.latency.across-processes", "in another process [p99 at most 20 ms]", cqrs);
      }
      other.getOutputStream().close();
      other.waitFor();
      drop(pool);
    } finally {
      other.destroyForcibly();
    }
  }

  /** The other process: runs the view of the database that its input names until that ends. */
  public static void main(String[] args) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Server server = Server.start(in.readLine());
        HikariDataSource pool = server.pool(4, true);
        Cqrs cqrs = open(pool)) {
      cqrs.await(TOUCHES, cqrs.log().head(), PATIENCE);
      System.out.println("ready");
      in.readLine();
    }
  }

  private void measure(String benchmark, String where, Cqrs cqrs) throws InterruptedException {
    int count = (int) (settings.rounds() * settings.seconds() * 1_000 / PAUSE_MILLIS);
    double[] millis = new double[count];
    for (int i = -WARM_UP; i < count; i++) {
      Receipt<Void> receipt = cqrs.send(new Touch(ICommand.newId(), "a"));
      long committed = System.nanoTime();
      cqrs.await(TOUCHES, receipt.position(), PATIENCE);
      if (i >= 0) {
        millis[i] = (System.nanoTime() - committed) / 1e6;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%nlatency: from the commit to the view %s%n  %,d events, one every %d ms, most %.2f ms%n",
        where,
        count,
        PAUSE_MILLIS,
        millis[count - 1]);
    for (String percentile : List.of("50", "99", "99.9")) {
      double value = millis[(int) (count * Double.parseDouble(percentile) / 100)];
      System.out.printf(Locale.ROOT, "  p%s %.2f ms%n", percentile, value);
      results.add(benchmark, Map.of("percentile", percentile), "ms", value);
    }
  }

  private void drop(HikariDataSource pool) throws Exception {
    try (Connection connection = pool.getConnection()) {
      new TableSet(server, PREFIX).drop(connection);
    }
  }
}
