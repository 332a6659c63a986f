package org.plaincqrs.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.plaincqrs.error.ConfigurationException;

/** The databases that {@link JdbcStorage} knows. */
public enum Database {
  /** PostgreSQL 14 or newer. */
  POSTGRESQL,
  /** MariaDB 10.6 or newer, and MySQL 8.0 or newer. */
  MARIADB,
  /** H2 2.2 or newer. */
  H2,
  /** SQLite 3.35 or newer. */
  SQLITE;

  /**
   * Which one a connection leads to, by what its driver says.
   *
   * @throws ConfigurationException when it is none of these
   */
  public static Database of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return switch (product.toLowerCase(Locale.ROOT)) {
      case "postgresql" -> POSTGRESQL;
      case "mariadb", "mysql" -> MARIADB;
      case "h2" -> H2;
      case "sqlite" -> SQLITE;
      default ->
          throw new ConfigurationException(
              "The database calls itself '"
                  + product
                  + "', which is none of PostgreSQL, MariaDB, MySQL, H2 and SQLite. If it speaks as one of"
                  + " them does, name that one by database(...).");
    };
  }
}
