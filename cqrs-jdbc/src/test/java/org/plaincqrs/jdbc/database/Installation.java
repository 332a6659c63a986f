package org.plaincqrs.jdbc.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What both servers need before they can start: data, a port, and a way to run as root. */
final class Installation {
  private Installation() {}

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** Runs {@code command} to fill {@code data}, unless something is in it already. */
  static void installInto(Path data, List<String> command) {
    try {
      Files.createDirectories(data);
      if (isEmpty(data)) {
        run(command);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that nobody listens on. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IllegalStateException(
          "Installation failed: " + String.join(" ", command) + "\n" + output);
    }
  }
}
