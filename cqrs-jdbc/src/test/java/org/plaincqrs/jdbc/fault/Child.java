package org.plaincqrs.jdbc.fault;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;

/** A JVM of its own, that opens a store and appends until it is killed. */
final class Child implements AutoCloseable {
  private static final int THREADS = 4;

  private final Jvm jvm;

  private Child(Jvm jvm) {
    this.jvm = jvm;
  }

  /** Appends from several threads. */
  static Child appending(FreshDatabase database) throws IOException {
    return start(database, "append", "cqrs_");
  }

  /** Appends from several threads, each with a store of its own. */
  static Child appendingApart(FreshDatabase database) throws IOException {
    return start(database, "append-apart", "cqrs_");
  }

  /** Makes the tables under a prefix, and ends. */
  static Child migrating(FreshDatabase database, String prefix) throws IOException {
    return start(database, "migrate", prefix);
  }

  private static Child start(FreshDatabase database, String task, String prefix)
      throws IOException {
    return new Child(
        Jvm.start(
            Child.class, task, prefix, database.jdbcUrl(), database.user(), database.password()));
  }

  /** The next line that it wrote; null at the end. */
  @Nullable String line() {
    return jvm.line();
  }

  String errors() {
    return jvm.errors();
  }

  /** SIGKILL; what it had written by then can still be read. */
  void kill() {
    jvm.kill();
  }

  int awaitEnd() {
    return jvm.awaitEnd();
  }

  @Override
  public void close() {
    jvm.close();
  }

  /** Written once the commit has returned, never before. */
  record Acknowledged(String command, long position, long version) {
    static Acknowledged parse(String line) {
      String[] parts = line.split(" ");
      return new Acknowledged(parts[1], Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }
  }

  /** The child itself. */
  public static void main(String[] arguments) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[2]);
    config.setUsername(arguments[3]);
    config.setPassword(arguments.length > 4 ? arguments[4] : "");
    config.setMaximumPoolSize(THREADS);
    config.setMinimumIdle(0);
    HikariDataSource source = new HikariDataSource(config);
    say("ready");
    Store store = open(source, arguments[1]);
    say("open");
    if (arguments[0].equals("migrate")) {
      source.close();
      return;
    }
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Tag tag = Tag.of("thread", "t" + i);
      String stream = "stream " + i % 2;
      Store own = arguments[0].equals("append-apart") ? open(source, arguments[1]) : store;
      Thread thread = new Thread(() -> append(own, stream, tag));
      threads.add(thread);
      thread.start();
    }
  }

  private static Store open(DataSource source, String prefix) {
    return JdbcStorage.builder(source)
        .prefix(prefix)
        .build()
        .open(Work.model(Bench.Inline.DOCUMENTS.projections()));
  }

  private static void append(Store store, String stream, Tag tag) {
    while (true) {
      Work work = new Work().append(stream, tag).append(stream).append(null, tag);
      Verdict.Committed committed = (Verdict.Committed) store.commit(work.commit());
      long version = committed.events().get(0).version();
      say("ack " + work.id() + " " + committed.events().get(0).position() + " " + version);
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
