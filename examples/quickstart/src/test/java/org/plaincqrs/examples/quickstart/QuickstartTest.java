package org.plaincqrs.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class QuickstartTest {
  private static final Path SOURCE =
      Path.of("src/main/java/org/plaincqrs/examples/quickstart/Quickstart.java");
  private static final Path README = Path.of("../../README.md");

  @Test
  void the_program_prints_the_balance() {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Quickstart.main();
    } finally {
      System.setOut(console);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("ada has 750 cents\n");
  }

  @Test
  void the_readme_shows_this_program_whole_in_at_most_30_lines() throws IOException {
    String source = Files.readString(SOURCE);
    String program = source.substring(source.indexOf("import "));

    assertThat(program.lines().count()).isLessThanOrEqualTo(30);
    assertThat(Files.readString(README)).contains("```java\n" + program + "```");
    assertThat(Files.readString(README)).contains("ada has 750 cents");
  }
}
