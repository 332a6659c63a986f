package org.plaincqrs.examples.relay;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.plaincqrs.Cqrs;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.codec.JacksonCodec;
import org.plaincqrs.subscription.SubscriptionState;
import org.plaincqrs.subscription.SubscriptionStatus;

/** The relay as a program. */
public final class EventRelay {
  private static final Duration TERM = Duration.ofSeconds(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int ACCOUNTS = 100;

  private EventRelay() {}

  /** Runs it until its input ends; leaves with 2 when the arguments were not understood. */
  public static void main(String[] args) throws IOException {
    RelayOptions options;
    try {
      options = RelayOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(RelayOptions.USAGE);
      System.exit(2);
      return;
    }
    run(options, System.in, System.out);
  }

  private static void run(RelayOptions options, InputStream in, PrintStream out)
      throws IOException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(options.store());
    config.setMaximumPoolSize(4);
    try (HikariDataSource source = new HikariDataSource(config);
        KafkaSink sink = new KafkaSink(options.servers(), options.topic(), new JacksonCodec());
        Cqrs accounts = Accounts.relaying(JdbcStorage.on(source), sink, TERM)) {
      out.printf("Relaying to topic %s at %s.%n", options.topic(), options.servers());
      for (int i = 0; i < options.deposits(); i++) {
        accounts.send(new Move("account-" + i % ACCOUNTS, 1 + i));
      }
      Thread display = new Thread(() -> show(accounts, out), "display");
      display.setDaemon(true);
      display.start();
      waitForTheEnd(in);
    }
  }

  /** Whoever has started this says nothing; it ends with its input. */
  private static void waitForTheEnd(InputStream in) throws IOException {
    while (in.read() >= 0) {
      // Not for this program.
    }
  }

  private static void show(Cqrs accounts, PrintStream out) {
    String shown = "";
    while (true) {
      String now = line(accounts.subscriptions().statuses(Accounts.RELAY).get(0));
      if (!now.equals(shown)) {
        out.println(now);
        shown = now;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static String line(SubscriptionStatus relay) {
    String line =
        String.format(
            Locale.ROOT,
            "%s, position %,d, %,d behind",
            relay.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            relay.position(),
            relay.lag());
    return relay.state() == SubscriptionState.RETRYING ? line + ": " + relay.cause() : line;
  }
}
