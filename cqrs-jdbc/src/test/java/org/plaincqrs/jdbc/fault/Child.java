package org.plaincqrs.jdbc.fault;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.plaincqrs.event.Tag;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.BuildDirectory;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;

/** A JVM of its own, that opens a store and appends until it is killed. */
final class Child implements AutoCloseable {
  private static final int THREADS = 4;

  private final Process process;
  private final BufferedReader output;
  private final Path errors;

  private Child(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    output = process.inputReader();
  }

  /** Appends from several threads. */
  static Child appending(FreshDatabase database) throws IOException {
    return start(database, "append", "cqrs_");
  }

  /** Makes the tables under a prefix, and ends. */
  static Child migrating(FreshDatabase database, String prefix) throws IOException {
    return start(database, "migrate", prefix);
  }

  private static Child start(FreshDatabase database, String task, String prefix)
      throws IOException {
    Path errors = BuildDirectory.fresh("child").resolve("errors.txt");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx96m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            task,
            prefix,
            database.jdbcUrl(),
            database.user(),
            database.password());
    return new Child(new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  /** The next line that it wrote; null at the end. */
  String line() throws IOException {
    return output.readLine();
  }

  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL; what it had written by then can still be read. */
  void kill() {
    // Not through the Process, which would close the output as well.
    process.toHandle().destroyForcibly();
  }

  int awaitEnd() {
    return process.onExit().join().exitValue();
  }

  @Override
  public void close() throws IOException {
    kill();
    awaitEnd();
    output.close();
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
    Store store =
        JdbcStorage.builder(source)
            .prefix(arguments[1])
            .build()
            .open(Work.model(Bench.Inline.DOCUMENTS.projections()));
    say("open");
    if (arguments[0].equals("migrate")) {
      source.close();
      return;
    }
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Tag tag = Tag.of("thread", "t" + i);
      String stream = "stream " + i % 2;
      Thread thread = new Thread(() -> append(store, stream, tag));
      threads.add(thread);
      thread.start();
    }
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
