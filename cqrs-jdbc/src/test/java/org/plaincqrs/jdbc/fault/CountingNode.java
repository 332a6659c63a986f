package org.plaincqrs.jdbc.fault;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.Cqrs;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.JdbcTransaction;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.subscription.Subscription;

/**
 * A node in a JVM of its own, with a view in parts, a handler in the transaction that writes by SQL
 * of its own, and one outside of it. At events of the key {@code gate} the first two wait until
 * told to go on.
 */
final class CountingNode {
  static final String GATE = "gate";
  static final int PARTS = 3;
  static final int READERS = PARTS + 2;

  /** Where the handlers note each event; no key refuses one that comes twice. */
  static final List<String> TABLES =
      List.of(
          "create table done (position bigint not null, node varchar(50) not null)",
          "create table handled (position bigint not null, node varchar(50) not null)");

  private final String name;
  private final DataSource source;
  private final CountDownLatch gate = new CountDownLatch(1);

  private CountingNode(String name, DataSource source) {
    this.name = name;
    this.source = source;
  }

  static Jvm start(FreshDatabase database, String name, Duration term) throws IOException {
    return Jvm.start(
        CountingNode.class,
        name,
        String.valueOf(term.toMillis()),
        database.jdbcUrl(),
        database.user(),
        database.password());
  }

  /** The child: says "up", lets events pass at "go", begins a "rebuild", ends at "end". */
  public static void main(String[] arguments) throws IOException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[2]);
    config.setUsername(arguments[3]);
    config.setPassword(arguments.length > 4 ? arguments[4] : "");
    config.setMaximumPoolSize(6);
    config.setMinimumIdle(0);
    config.setConnectionInitSql("set application_name = '" + arguments[0] + "'");
    try (HikariDataSource source = new HikariDataSource(config)) {
      Duration term = Duration.ofMillis(Long.parseLong(arguments[1]));
      new CountingNode(arguments[0], source).run(term);
    }
  }

  private void run(Duration term) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Cqrs cqrs =
        Counting.on(JdbcStorage.on(source), name, term)
            .follow(Counting.view(this::tally).parts(PARTS).batch(20).build())
            .follow(Subscription.named("done").batch(20).inTransaction(this::done))
            .follow(Subscription.named("handled").each(this::handled))
            .build()) {
      say("up");
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        if (line.equals("go")) {
          gate.countDown();
        } else if (line.equals("rebuild")) {
          cqrs.subscriptions().rebuild(Counting.VIEW);
        } else if (line.equals("end")) {
          return;
        }
      }
    }
  }

  private Counting.Tally tally(Counting.@Nullable Tally before, RecordedEvent event) {
    passGate("view", event);
    return Counting.Tally.plus(before, event);
  }

  private void done(
      org.plaincqrs.subscription.Delivery delivery,
      org.plaincqrs.storage.DocumentTransaction transaction)
      throws SQLException {
    for (RecordedEvent event : delivery.events()) {
      note("done", ((JdbcTransaction) transaction).connection(), event);
      passGate("done", event);
    }
  }

  private void handled(RecordedEvent event) throws SQLException {
    try (Connection connection = source.getConnection()) {
      note("handled", connection, event);
    }
  }

  private void note(String table, Connection connection, RecordedEvent event) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("insert into " + table + " (position, node) values (?, ?)")) {
      statement.setLong(1, event.position());
      statement.setString(2, name);
      statement.executeUpdate();
    }
  }

  private void passGate(String what, RecordedEvent event) {
    if (Counting.key(event).equals(GATE)) {
      say("inside " + what);
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      say("through " + what);
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
