package org.plaincqrs.jdbc.internal.subscription;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.jdbc.internal.sql.Dialect;
import org.plaincqrs.jdbc.internal.sql.PostgreSqlDialect;
import org.plaincqrs.jdbc.internal.sql.Tables;
import org.plaincqrs.storage.Signals;

/** Finds out whether processes can wake each other through the database. */
public final class Listening {
  private static final String DRIVER = "org.postgresql.PGConnection";

  private Listening() {}

  /**
   * On PostgreSQL with its own driver, when the pool lets others at it.
   *
   * @param connection one of the source's, which is looked at only
   * @return null where there is no way
   */
  public static @Nullable Signals on(
      DataSource source, Connection connection, Dialect dialect, Tables tables)
      throws SQLException {
    return dialect instanceof PostgreSqlDialect
            && isDriverThere()
            && PostgreSqlSignals.canListenOn(connection)
        ? new PostgreSqlSignals(source, tables.prefix() + "changed")
        : null;
  }

  private static boolean isDriverThere() {
    try {
      Class.forName(DRIVER, false, Listening.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
