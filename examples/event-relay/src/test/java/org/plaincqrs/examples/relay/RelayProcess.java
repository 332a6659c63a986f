package org.plaincqrs.examples.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The relay in a process of its own; closed, it ends in order. */
final class RelayProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Process process;

  private RelayProcess(Process process) {
    this.process = process;
  }

  static RelayProcess start(String store, String servers, String topic) throws IOException {
    return new RelayProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                EventRelay.class.getName(),
                "--store",
                store,
                "--bootstrap-servers",
                servers,
                "--topic",
                topic)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As kill -9 does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    if (!hasEnded()) {
      process.destroyForcibly();
      throw new IllegalStateException("The relay did not end with its input.");
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("The relay ended with " + process.exitValue() + ".");
    }
  }

  private boolean hasEnded() {
    try {
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
