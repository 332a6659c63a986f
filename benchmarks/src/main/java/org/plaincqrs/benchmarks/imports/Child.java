package org.plaincqrs.benchmarks.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Runs {@link OneImport} in a new JVM. */
final class Child {
  private static final JsonMapper JSON = new JsonMapper();

  private Child() {}

  /**
   * Waits for what it comes to.
   *
   * @throws IllegalStateException when it fails; what it said is on the error output
   */
  static Figures figures(Job job) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(job)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "The import in %s failed with code %d; what it said is above."
                .formatted(job.architecture(), code));
      }
      return JSON.readValue(said, Figures.class);
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> command(Job job) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xms1g"); // As large from the start: growing would show in the latencies.
    command.add("-Xmx1g");
    command.add("-Djava.io.tmpdir=" + job.folder());
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(OneImport.class.getName());
    command.addAll(job.words());
    return command;
  }
}
