package org.plaincqrs.jdbc.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Ends server processes: ours, and those that a killed test JVM has left behind. */
final class ServerSignals {
  private static final Duration QUIT_LIMIT = Duration.ofSeconds(10);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(30);
  private static final long POLL_NANOS = 2_000_000;

  private ServerSignals() {}

  /**
   * Kills a server and all its workers at the same instant, and returns when none is left. The
   * parent goes first, or it would see a worker die.
   */
  static void kill(ProcessHandle server) {
    List<ProcessHandle> family = Stream.concat(Stream.of(server), server.descendants()).toList();
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(process -> awaitEnd(process, KILL_LIMIT));
  }

  /** PostgreSQL's immediate shutdown: no checkpoint, clients are thrown out. */
  static void quit(ProcessHandle server) {
    try {
      new ProcessBuilder("sh", "-c", "kill -QUIT " + server.pid()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!awaitEnd(server, QUIT_LIMIT)) {
      kill(server);
    }
  }

  /** Stops the servers below {@code directory} that this JVM has started. */
  static void stopChildren(Path directory) {
    ProcessHandle.current()
        .children()
        .filter(process -> runs(process, directory))
        .forEach(ServerSignals::stop);
  }

  /**
   * Stops the servers below {@code directory} whose JVM is gone. The list of processes tells, so
   * that nothing need be written down, which {@code mvn clean} would delete.
   */
  static void stopOrphans(Path directory) {
    ProcessHandle.allProcesses()
        .filter(process -> runs(process, directory) && !hasOwner(process, directory))
        .forEach(ServerSignals::stop);
  }

  /** Without quitting, PostgreSQL leaves a segment of shared memory to the machine. */
  static void stop(ProcessHandle server) {
    if (executable(server).endsWith("postgres")) {
      quit(server);
    } else {
      kill(server);
    }
  }

  private static boolean hasOwner(ProcessHandle process, Path directory) {
    return process
        .parent()
        .filter(parent -> runs(parent, directory) || executable(parent).endsWith("java"))
        .isPresent();
  }

  private static boolean runs(ProcessHandle process, Path directory) {
    return executable(process).startsWith(directory + "/");
  }

  private static String executable(ProcessHandle process) {
    return process.info().command().orElse("").replace(" (deleted)", "");
  }

  /**
   * A zombie, whose executable is unknown, has ended: a worker's is buried by process 1, in its
   * time.
   */
  private static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  /** Looks often: the JDK itself looks after processes that are no children of this one rarely. */
  private static boolean awaitEnd(ProcessHandle process, Duration limit) {
    Instant deadline = Instant.now().plus(limit);
    while (isRunning(process)) {
      if (Instant.now().isAfter(deadline)) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }
}
