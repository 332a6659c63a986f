package org.plaincqrs.examples.catalog.nodes;

import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Another process of the catalogue; closed, it ends in order. */
final class NodeProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final String name;
  private final Process process;

  private NodeProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param told what it reads, a line each
   */
  static NodeProcess start(String name, List<String> told) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            classPath(),
            CatalogNode.class.getName());
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = builder.start();
      Writer in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
      in.write(name + "\n" + String.join("\n", told) + "\n");
      in.flush();
      return new NodeProcess(name, process);
    } catch (IOException e) {
      throw new UncheckedIOException("Process '" + name + "' could not be started: " + e, e);
    }
  }

  /** Where this program's classes are, also when Maven has loaded them into its own process. */
  private static String classPath() {
    return NodeProcess.class.getClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(NodeProcess::path)
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  private static String path(URL url) {
    return Path.of(URI.create(url.toString())).toString();
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  /**
   * Does nothing while it runs.
   *
   * @throws NodesFailedException when it has ended by itself
   */
  void checkRuns() {
    if (!process.isAlive()) {
      throw new NodesFailedException(
          "%s has ended with code %d; what it said is above.".formatted(name, process.exitValue()));
    }
  }

  /** As kill -9 does: it can say goodbye to nobody. */
  void kill() {
    process.destroyForcibly();
    ended();
  }

  private boolean ended() {
    try {
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Has it end, and waits until it has. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended before.
    }
    if (!ended()) {
      process.destroyForcibly();
    }
  }
}
