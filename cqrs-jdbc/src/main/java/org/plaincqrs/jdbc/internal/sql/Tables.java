package org.plaincqrs.jdbc.internal.sql;

import java.util.regex.Pattern;
import org.plaincqrs.error.ConfigurationException;

/** The names of the fixed tables under one prefix. */
public record Tables(String prefix) {
  /** The prefix in the schema files, and when none is chosen. */
  public static final String DEFAULT_PREFIX = "cqrs_";

  private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9_]{0,18}_");

  /** Checks the prefix, since it is the one thing that is put into SQL as it is. */
  public Tables {
    if (!ALLOWED.matcher(prefix).matches()) {
      throw new ConfigurationException(
          "The table prefix '"
              + prefix
              + "' is not allowed; take 2 to 20 characters of a-z, 0-9 and _, a letter first and _ last.");
    }
  }

  /** The text of a schema file, or a statement written with the default prefix, under this one. */
  public String in(String sql) {
    return prefix.equals(DEFAULT_PREFIX) ? sql : sql.replace(DEFAULT_PREFIX, prefix);
  }
}
