package org.plaincqrs.examples.catalog.stores;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A store as the command line names it: {@code memory}, {@code h2}, {@code sqlite}, or the JDBC URL
 * of a database. It shows no password.
 */
public final class StoreName {
  /** Forgets everything when the process ends. */
  public static final StoreName MEMORY = new StoreName("memory");

  /** A file of the catalogue's own. */
  public static final StoreName H2 = new StoreName("h2");

  /** The same file for several processes at once; the first serves the others. */
  private static final StoreName SHARED_H2 = new StoreName("h2-shared");

  private static final StoreName SQLITE = new StoreName("sqlite");
  private static final List<StoreName> WORDS = List.of(MEMORY, H2, SQLITE);

  private final String secretText;

  private StoreName(String secretText) {
    this.secretText = secretText;
  }

  /** The store of that name; empty when it is none of the words, and no URL that has a driver. */
  public static Optional<StoreName> of(String text) {
    return Optional.of(new StoreName(text))
        .filter(name -> WORDS.contains(name) || new JdbcUrl(text).driver().isPresent());
  }

  /** What can be named, for people. */
  public static String allowed() {
    return "memory, h2, sqlite, or a URL that begins with " + String.join(", ", JdbcUrl.known());
  }

  /** Whether it is the one in memory. */
  public boolean isMemory() {
    return equals(MEMORY);
  }

  /** Whether it is a file of the catalogue's own. */
  boolean isFile() {
    return equals(H2) || equals(SHARED_H2) || equals(SQLITE);
  }

  /** The same store, where several processes have it open; a URL is taken as it is. */
  public StoreName shared() {
    return equals(H2) ? SHARED_H2 : this;
  }

  /** The name as {@link #of} reads it, passwords too: not to be shown to anybody. */
  public String secretText() {
    return secretText;
  }

  /**
   * The URL of the database.
   *
   * <p>Commits of H2 wait for the disk only without a write delay, those of SQLite only when its
   * journal is written in full; a URL that was given is taken as it is.
   *
   * @param file where the data lies, without an ending, when the store is a file of the catalogue's
   */
  JdbcUrl url(Path file) {
    return new JdbcUrl(
        switch (secretText) {
          case "h2" -> "jdbc:h2:file:" + file + ";WRITE_DELAY=0";
          case "h2-shared" -> "jdbc:h2:file:" + file + ";WRITE_DELAY=0;AUTO_SERVER=TRUE";
          case "sqlite" ->
              "jdbc:sqlite:"
                  + file
                  + ".sqlite?journal_mode=WAL&synchronous=FULL&busy_timeout=30000";
          default -> secretText;
        });
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoreName name && name.secretText.equals(secretText);
  }

  @Override
  public int hashCode() {
    return secretText.hashCode();
  }

  /** The name without passwords. */
  @Override
  public String toString() {
    return new JdbcUrl(secretText).toString();
  }
}
