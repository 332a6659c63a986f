package org.plaincqrs.benchmarks.load;

import org.plaincqrs.event.Tag;

/** Streams that callers append to in turns; each belongs to one caller, so that none conflicts. */
final class Accounts {
  /** One stream, and how far it has come. For one thread. */
  static final class Account {
    private final String stream;
    private final Tag tag;
    private long version;
    private long position;

    private Account(int number, long version) {
      stream = "account-" + number;
      tag = Tag.of("account", Integer.toString(number));
      this.version = version;
    }

    Deposit next() {
      return Deposit.of(stream, tag, version + 1);
    }

    long position() {
      return position;
    }

    /** Notes that the next deposit is in, at that position. */
    void done(long newPosition) {
      version++;
      position = newPosition;
    }
  }

  private final Account[][] accounts;
  private final int[] turns;

  private Accounts(Account[][] accounts) {
    this.accounts = accounts;
    turns = new int[accounts.length];
  }

  /** Accounts for so many callers, each with so many events in the log. */
  static Accounts of(int callers, int count, long version) {
    int each = Math.max(1, count / callers);
    Account[][] accounts = new Account[callers][each];
    for (int caller = 0; caller < callers; caller++) {
      for (int i = 0; i < each; i++) {
        accounts[caller][i] = new Account(i * callers + caller, version);
      }
    }
    return new Accounts(accounts);
  }

  /** The caller's next. */
  Account next(int caller) {
    Account[] own = accounts[caller];
    turns[caller] = (turns[caller] + 1) % own.length;
    return own[turns[caller]];
  }
}
