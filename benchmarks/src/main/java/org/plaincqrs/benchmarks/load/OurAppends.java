package org.plaincqrs.benchmarks.load;

import java.sql.SQLException;

/** Appends by the library, one event a commit. */
record OurAppends(Ours ours, Accounts accounts, Way way) implements Work {
  /** How an account's next deposit is appended; its position. */
  @FunctionalInterface
  interface Way {
    long append(Ours ours, Accounts.Account account, Deposit deposit);
  }

  @Override
  public int once(int caller) {
    Accounts.Account account = accounts.next(caller);
    account.done(way.append(ours, account, account.next()));
    return 1;
  }

  @Override
  public void close() throws SQLException {
    ours.close();
  }
}
