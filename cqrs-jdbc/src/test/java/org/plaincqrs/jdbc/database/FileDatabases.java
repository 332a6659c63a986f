package org.plaincqrs.jdbc.database;

import java.nio.file.Path;
import java.util.function.Function;

/** Databases that are files of this JVM, set to lose nothing that they have acknowledged. */
final class FileDatabases implements Databases {
  private final Function<Path, JdbcAddress> addressIn;

  private FileDatabases(Function<Path, JdbcAddress> addressIn) {
    this.addressIn = addressIn;
  }

  static Databases h2() {
    return new FileDatabases(
        directory ->
            new JdbcAddress(
                "jdbc:h2:file:" + directory.resolve("h2") + ";WRITE_DELAY=0", "sa", ""));
  }

  static Databases sqlite() {
    return new FileDatabases(
        directory ->
            new JdbcAddress(
                "jdbc:sqlite:"
                    + directory.resolve("sqlite.db")
                    + "?journal_mode=WAL&synchronous=FULL&busy_timeout=10000",
                "",
                ""));
  }

  @Override
  public FreshDatabase fresh() {
    Path directory = BuildDirectory.fresh("file");
    return new FreshDatabase(addressIn.apply(directory), () -> BuildDirectory.delete(directory));
  }
}
