package org.plaincqrs.examples.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that docs/guarantees.md names is there. */
class GuaranteesTest {
  private static final Path ROOT = Path.of("../..");
  private static final List<String> MODULES =
      List.of("cqrs-core", "cqrs-inmemory", "cqrs-jdbc", "examples/event-relay");
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w+(?:Test|Contract))(?:\\.(\\w+))?`");

  @Test
  void every_test_that_is_named_exists() throws IOException {
    String guarantees = Files.readString(ROOT.resolve("docs/guarantees.md"));
    Matcher named = NAMED.matcher(guarantees);
    int count = 0;
    while (named.find()) {
      count++;
      String source = source(named.group(1));
      if (named.group(2) != null) {
        assertThat(source).as(named.group()).contains("void " + named.group(2) + "(");
      }
    }

    assertThat(count).isGreaterThan(20);
  }

  private static String source(String testClass) throws IOException {
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        List<Path> found = files.filter(file -> file.endsWith(testClass + ".java")).toList();
        if (!found.isEmpty()) {
          return Files.readString(found.get(0));
        }
      }
    }
    throw new AssertionError("There is no test class " + testClass + ".");
  }
}
