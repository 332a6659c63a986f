package org.plaincqrs.examples.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every Java block of the guides is a region, from a comment to its end, of these tests. */
class GuideSnippetsTest {
  private static final List<Path> SOURCES =
      List.of(
          Path.of("src/test/java/org/plaincqrs/examples/quickstart/docs"),
          Path.of("../../cqrs-jdbc/src/test/java/org/plaincqrs/jdbc/feature"));
  private static final List<Path> GUIDES =
      Stream.of("start.md", "concepts.md", "testing.md", "databases.md")
          .map(Path.of("../../docs")::resolve)
          .toList();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\R(.*?)^```$");
  private static final Pattern REGION =
      Pattern.compile("(?ms)^ *// \\[([a-z-]+)]\\R(.*?)^ *// \\[/\\1]$");

  @Test
  void every_java_block_of_the_guides_is_a_region_of_a_compiled_test() throws IOException {
    Collection<String> regions = regions().values();
    List<String> strangers = new ArrayList<>();

    for (Path guide : GUIDES) {
      for (String block : matches(BLOCK, guide, 1)) {
        if (!regions.contains(normalised(block))) {
          strangers.add(guide.getFileName() + ": " + block.lines().findFirst().orElse(""));
        }
      }
    }

    assertThat(strangers)
        .as("blocks that are no region of %s, by their first line", SOURCES)
        .isEmpty();
  }

  @Test
  void the_start_and_testing_guides_have_java_blocks_at_all() {
    assertThat(matches(BLOCK, GUIDES.get(0), 1)).hasSizeGreaterThan(10);
    assertThat(matches(BLOCK, GUIDES.get(2), 1)).isNotEmpty();
  }

  @Test
  void every_region_is_shown_in_a_guide() throws IOException {
    Map<String, String> unseen = regions();

    for (Path guide : GUIDES) {
      for (String block : matches(BLOCK, guide, 1)) {
        unseen.values().remove(normalised(block));
      }
    }

    assertThat(unseen.keySet()).as("regions that no guide shows, by name").isEmpty();
  }

  /** The normalised text of each region by its name. */
  private static Map<String, String> regions() throws IOException {
    Map<String, String> regions = new TreeMap<>();
    for (Path folder : SOURCES) {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> addRegions(file, regions));
      }
    }
    return regions;
  }

  private static void addRegions(Path file, Map<String, String> regions) {
    List<String> names = matches(REGION, file, 1);
    List<String> texts = matches(REGION, file, 2);
    for (int i = 0; i < names.size(); i++) {
      assertThat(regions.put(names.get(i), normalised(texts.get(i))))
          .as("another region named %s", names.get(i))
          .isNull();
    }
  }

  private static List<String> matches(Pattern pattern, Path file, int group) {
    try {
      return pattern
          .matcher(Files.readString(file))
          .results()
          .map((MatchResult match) -> match.group(group))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without common indentation, trailing spaces and blank lines at the ends. */
  private static String normalised(String code) {
    return code.stripTrailing().stripIndent().strip();
  }
}
