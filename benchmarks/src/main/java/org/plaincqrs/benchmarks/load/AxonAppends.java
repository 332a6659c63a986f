package org.plaincqrs.benchmarks.load;

import java.sql.SQLException;
import java.util.List;

/** Appends by Axon's event storage engine, one event a transaction. */
record AxonAppends(AxonLog log, Accounts accounts) implements Work {
  @Override
  public int once(int caller) {
    Accounts.Account account = accounts.next(caller);
    log.append(List.of(account.next()));
    account.done(0);
    return 1;
  }

  @Override
  public void close() throws SQLException {
    log.close();
  }
}
