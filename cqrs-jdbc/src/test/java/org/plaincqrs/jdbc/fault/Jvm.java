package org.plaincqrs.jdbc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.database.BuildDirectory;

/** A JVM of its own on this class path: what it says, what it is told, and signals to it. */
final class Jvm implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path errors;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
  private final PrintStream input;

  private Jvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    input = new PrintStream(process.getOutputStream(), true);
    Thread reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Runs {@code main}, which is small. */
  static Jvm start(Class<?> main, String... arguments) throws IOException {
    Path errors = BuildDirectory.fresh("child").resolve("errors.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return new Jvm(new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  private void read() {
    try (BufferedReader output = process.inputReader()) {
      output.lines().forEach(line -> lines.add(Optional.of(line)));
    } catch (IOException | UncheckedIOException e) {
      // The process was killed.
    } finally {
      lines.add(Optional.empty());
    }
  }

  /** The next line that it says; null at the end. */
  @Nullable String line() {
    try {
      Optional<String> line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(line).as("the child says nothing; its errors: %s", errors()).isNotNull();
      return line.orElse(null);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Passes over what it says until that line. */
  void await(String expected) {
    String line;
    do {
      line = line();
      assertThat(line).as("'%s' is not said; errors: %s", expected, errors()).isNotNull();
    } while (!expected.equals(line));
  }

  /** Tells it a line. */
  void tell(String line) {
    input.println(line);
  }

  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL; what it had said by then can still be read. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** SIGSTOP: all of its threads stand still, its connections stay open. */
  void stop() throws Exception {
    signal("STOP");
  }

  /** SIGCONT. */
  void goOn() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    int exit =
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
    assertThat(exit).isZero();
  }

  int awaitEnd() {
    return process.onExit().join().exitValue();
  }

  @Override
  public void close() {
    kill();
    awaitEnd();
  }
}
