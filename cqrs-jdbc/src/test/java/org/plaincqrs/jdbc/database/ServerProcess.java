package org.plaincqrs.jdbc.database;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A database server that a test may kill, and start again on the same data and port. */
public final class ServerProcess implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final int POLL_MILLIS = 20;
  private static final int LOG_CHARACTERS = 3_000;

  private final Path data;
  private final List<String> command;
  private final JdbcAddress address;
  private final ServerDatabases databases;
  private Process process;

  private ServerProcess(Path data, List<String> command, JdbcAddress address) {
    this.data = data;
    this.command = command;
    this.address = address;
    this.databases = new ServerDatabases(address);
    this.process = spawn();
  }

  /** Starts a server on a data directory that is installed; {@code command} must not fork. */
  static ServerProcess start(Path data, List<String> command, JdbcAddress address) {
    ServerProcess server = new ServerProcess(data, command, address);
    if (!server.isReadyBefore(Instant.now().plus(DEADLINE))) {
      ServerSignals.kill(server.process.toHandle());
      throw server.failure();
    }
    return server;
  }

  /** An empty database on this server; the caller closes it before the server. */
  public FreshDatabase fresh() {
    return databases.fresh();
  }

  public long pid() {
    return process.pid();
  }

  /** SIGKILL to the server and all its workers; none is left afterwards. */
  public void kill9() {
    ServerSignals.kill(process.toHandle());
    process.onExit().join();
  }

  /** SIGQUIT: PostgreSQL stops at once without a checkpoint, MariaDB stops in good order. */
  public void quit() {
    ServerSignals.quit(process.toHandle());
    process.onExit().join();
  }

  /**
   * Starts the server again after {@link #kill9} or {@link #quit}, until it lets itself be started:
   * PostgreSQL refuses as long as the shared memory of the last one is in use.
   */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("The server runs. Call kill9() or quit() before restart().");
    }
    Instant deadline = Instant.now().plus(DEADLINE);
    do {
      process = spawn();
      if (isReadyBefore(deadline)) {
        return;
      }
    } while (Instant.now().isBefore(deadline));
    throw failure();
  }

  /** Kills the server; its data stay, for whoever gave the directory. */
  @Override
  public void close() {
    ServerSignals.stop(process.toHandle());
  }

  private Process spawn() {
    File log = log().toFile();
    try {
      return new ProcessBuilder(command)
          .directory(data.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** False as soon as the process has ended. */
  private boolean isReadyBefore(Instant deadline) {
    try {
      while (Instant.now().isBefore(deadline)) {
        if (answers()) {
          return true;
        }
        if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean answers() {
    try (Connection connection = address.connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private IllegalStateException failure() {
    return new IllegalStateException(
        "No server came up at " + address.url() + ". Its log ends with:\n" + endOfLog());
  }

  private String endOfLog() {
    try {
      String text = Files.readString(log());
      return text.substring(Math.max(0, text.length() - LOG_CHARACTERS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return data.resolve("server.log");
  }
}
