package org.plaincqrs.jdbc.internal.document;

import java.sql.SQLException;

/**
 * What a table of the application's own has thrown unchecked. It counts as the database's refusal,
 * so that of the commits that share a transaction only the one whose document it was fails.
 */
public final class TableFailure extends SQLException {
  private static final long serialVersionUID = 1L;

  TableFailure(String type, Throwable cause) {
    super(
        "the DocumentTable of document type '"
            + type
            + "' threw a "
            + cause.getClass().getName()
            + "; see the cause",
        cause);
  }
}
