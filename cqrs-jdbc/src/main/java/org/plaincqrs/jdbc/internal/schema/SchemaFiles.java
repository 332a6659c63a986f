package org.plaincqrs.jdbc.internal.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.Tables;

/** The numbered files that lead from an empty database to the newest schema. */
public final class SchemaFiles {
  /** The number of the last file, which is the version that this library works with. */
  public static final int NEWEST = 2;

  private static final String FOLDER = "/org/plaincqrs/jdbc/schema/";

  private SchemaFiles() {}

  /** The text of a file, with the tables called by their prefix. */
  public static String text(Dialect dialect, Tables tables, int number) {
    String name =
        FOLDER + dialect.name() + String.format(java.util.Locale.ROOT, "/%03d.sql", number);
    try (InputStream file = SchemaFiles.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("The library's jar lacks " + name + ".");
      }
      return tables.in(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The statements of a file, without comments. */
  static List<String> statements(String text) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("--") || line.isBlank()) {
        continue;
      }
      statement.append(line).append('\n');
      if (line.endsWith(";")) {
        // MariaDB and H2 take no semicolon; SQLite wants that of a trigger's body, which is inside.
        statement.setLength(statement.length() - 2);
        statements.add(statement.toString());
        statement.setLength(0);
      }
    }
    return statements;
  }
}
