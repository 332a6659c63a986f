package org.plaincqrs.jdbc.internal.commit;

import java.sql.SQLException;
import org.plaincqrs.jdbc.internal.sql.Dialect;

/**
 * What took part in a commit has failed with the database behind it, so that the transaction may be
 * broken or over. It is given up as if the database had refused; the caller is thrown what was
 * thrown.
 */
final class BrokenTransaction extends SQLException {
  private static final long serialVersionUID = 1L;

  private BrokenTransaction(SQLException said, Throwable thrown) {
    super(said.getMessage(), said.getSQLState(), said.getErrorCode(), thrown);
  }

  /**
   * Throws when the database stands behind a failure, whatever has wrapped that.
   *
   * @throws SQLException what the database said, where the same may succeed at once; else this
   */
  static void throwIfBroken(Throwable thrown, Dialect dialect) throws SQLException {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof SQLException said) {
        throw dialect.isTransient(said) || dialect.isDisconnect(said)
            ? said
            : new BrokenTransaction(said, thrown);
      }
    }
  }
}
