package org.plaincqrs.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The measurements as JSON, a line for each run and result. */
public record MeasurementFile(Path path) {
  private static final JsonMapper JSON = new JsonMapper();

  /** What it holds; nothing when it is not there. */
  public Measurements read() throws IOException {
    return Files.exists(path)
        ? JSON.readValue(Files.readString(path), Measurements.class)
        : Measurements.NONE;
  }

  /** Replaces what it holds. */
  public void write(Measurements measurements) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(
        path,
        "{\n"
            + list("runs", measurements.runs())
            + ",\n"
            + list("results", measurements.results())
            + "\n}\n");
  }

  private static String list(String name, List<?> elements) {
    return elements.stream()
        .map(JSON::writeValueAsString)
        .collect(Collectors.joining(",\n", "\"" + name + "\": [\n", "\n]"));
  }
}
