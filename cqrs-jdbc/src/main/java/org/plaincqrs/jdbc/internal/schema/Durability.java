package org.plaincqrs.jdbc.internal.schema;

import java.sql.SQLException;
import java.util.List;
import org.plaincqrs.jdbc.internal.sql.Connections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of settings under which the database acknowledges commits that a crash may undo. */
public final class Durability {
  private static final Logger LOG = LoggerFactory.getLogger(Durability.class);

  private Durability() {}

  /** Looks at the settings, and warns by the log. */
  public static void check(Connections connections) {
    try {
      List<String> weak =
          connections.read(
              connection ->
                  connections.dialect().weakDurability(connection, connections.joining()));
      if (!weak.isEmpty()) {
        LOG.warn(
            "This database may lose commits that it has acknowledged: {}. Set them to be durable, or"
                + " accept that a crash takes back the last of what was done",
            String.join(", ", weak));
      }
    } catch (SQLException e) {
      LOG.warn("Could not find out how durable the database's commits are", e);
    }
  }
}
