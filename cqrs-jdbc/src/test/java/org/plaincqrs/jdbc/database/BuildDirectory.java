package org.plaincqrs.jdbc.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The directory {@code target/databases}: unpacked servers for all, and one directory per test JVM
 * that goes when the JVM ends or, if that was killed, when the next one begins.
 */
public final class BuildDirectory {
  private static final String JVM = "jvm-";
  private static final Path ROOT = classes().getParent().resolve("databases");
  private static final Path OWN = ROOT.resolve(JVM + ProcessHandle.current().pid());
  private static final AtomicInteger COUNT = new AtomicInteger();

  static {
    ServerSignals.stopOrphans(ROOT);
    deleteLeftovers();
    Runtime.getRuntime().addShutdownHook(new Thread(BuildDirectory::leave));
  }

  private BuildDirectory() {}

  /** A new empty directory that lives no longer than this JVM. */
  public static Path fresh(String name) {
    return create(OWN.resolve(name + "-" + COUNT.incrementAndGet()));
  }

  /** Where unpacked servers stay from one build to the next. */
  static Path binaries() {
    return create(ROOT.resolve("binaries"));
  }

  /** Deletes a directory, if it is there, with all that is in it. */
  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path create(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void leave() {
    ServerSignals.stopChildren(ROOT);
    try {
      delete(OWN);
    } catch (UncheckedIOException e) {
      // A database that a test left open is being closed at the same time; the next JVM deletes it.
    }
  }

  private static void deleteLeftovers() {
    create(ROOT);
    try (Stream<Path> directories = Files.list(ROOT)) {
      directories.filter(BuildDirectory::isLeftover).forEach(BuildDirectory::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLeftover(Path directory) {
    String name = directory.getFileName().toString();
    return directory.equals(OWN)
        || name.startsWith(JVM)
            && ProcessHandle.of(Long.parseLong(name.substring(JVM.length()))).isEmpty();
  }

  /** Asked of the class, since the working directory differs from Maven to an IDE. */
  private static Path classes() {
    try {
      return Path.of(
          BuildDirectory.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
