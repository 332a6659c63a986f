package org.plaincqrs.examples.catalog.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of comma-separated values: RFC 4180 quoting, UTF-8, lines end with a line feed. It appears
 * whole or not at all: written beside its place first, then moved there.
 */
final class CsvFile {
  private static final Pattern NEEDS_QUOTES = Pattern.compile("[,\"\r\n]");

  private final StringBuilder text = new StringBuilder();

  CsvFile(String... header) {
    row(header);
  }

  void row(String... fields) {
    text.append(List.of(fields).stream().map(CsvFile::quoted).collect(Collectors.joining(",")))
        .append('\n');
  }

  void writeTo(Path file) {
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
    try {
      try {
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Could not write %s: %s. Choose a directory that can be written to.".formatted(file, e),
          e);
    }
  }

  private static String quoted(String field) {
    return NEEDS_QUOTES.matcher(field).find() ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
