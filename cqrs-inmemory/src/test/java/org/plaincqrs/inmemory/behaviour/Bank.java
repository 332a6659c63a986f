package org.plaincqrs.inmemory.behaviour;

import java.util.List;
import java.util.UUID;
import org.plaincqrs.aggregate.Aggregate;
import org.plaincqrs.aggregate.AggregateType;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.dispatch.Handles;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.query.IQuery;
import org.plaincqrs.storage.DocumentType;

/** The small domain of these tests: accounts that hold cents. */
final class Bank {
  sealed interface AccountEvent permits Opened, Deposited, Withdrawn, Closed {}

  record Opened(String account) implements AccountEvent {}

  record Deposited(String account, long cents) implements AccountEvent {}

  record Withdrawn(String account, long cents) implements AccountEvent {}

  record Closed(String account) implements AccountEvent {}

  record State(String account, long cents) {
    static final State NONE = new State("", 0);
  }

  static final class Account extends Aggregate<State, AccountEvent> {
    static final AggregateType<Account, String, State, AccountEvent> TYPE =
        AggregateType.of("account", State.class, AccountEvent.class)
            .startingFrom(State.NONE, Account::new)
            .keyedBy(String.class, Account::id);

    Account(State state) {
      super(state);
    }

    static Account open(String id) {
      Account account = new Account(State.NONE);
      account.raise(new Opened(id));
      return account;
    }

    String id() {
      return state().account();
    }

    long cents() {
      return state().cents();
    }

    void deposit(long cents) {
      raise(new Deposited(id(), cents));
    }

    void withdraw(long cents) {
      if (cents > cents()) {
        throw new IllegalStateException("Only " + cents() + " cents are left.");
      }
      raise(new Withdrawn(id(), cents));
    }

    @Override
    protected State evolve(State state, AccountEvent event) {
      if (event instanceof Opened opened) {
        return new State(opened.account(), 0);
      }
      if (event instanceof Deposited deposited) {
        return new State(state.account(), state.cents() + deposited.cents());
      }
      if (event instanceof Withdrawn withdrawn) {
        return new State(state.account(), state.cents() - withdrawn.cents());
      }
      return state;
    }
  }

  record Open(UUID id, String account) implements ICommand<Void> {
    Open(String account) {
      this(ICommand.newId(), account);
    }
  }

  record Deposit(UUID id, String account, long cents) implements ICommand<Long> {
    Deposit(String account, long cents) {
      this(ICommand.newId(), account, cents);
    }
  }

  record Withdraw(UUID id, String account, long cents) implements ICommand<Long> {
    Withdraw(String account, long cents) {
      this(ICommand.newId(), account, cents);
    }
  }

  /** Does what the handler that a test gives it does. */
  record Probe(UUID id, String text) implements ICommand<Object> {
    Probe(String text) {
      this(ICommand.newId(), text);
    }

    Probe() {
      this("");
    }
  }

  record BalanceOf(String account) implements IQuery<Long> {}

  record Balance(String account, long cents) {
    static final DocumentType<Balance, String> TYPE =
        DocumentType.of("balances", Balance.class, String.class);
  }

  /** The handlers in the pattern's classic form. */
  static final class Handlers {
    private final IRepository<Account, String> accounts;

    Handlers(IRepository<Account, String> accounts) {
      this.accounts = accounts;
    }

    @Handles
    void open(Open open) {
      accounts.save(Account.open(open.account()));
    }

    @Handles
    long deposit(Deposit deposit) {
      Account account = accounts.get(deposit.account());
      account.deposit(deposit.cents());
      accounts.save(account);
      return account.cents();
    }

    @Handles
    private Long withdraw(Withdraw withdraw) {
      Account account = accounts.get(withdraw.account());
      account.withdraw(withdraw.cents());
      accounts.save(account);
      return account.cents();
    }
  }

  static Projection<Balance, String> balances() {
    return balances("balances");
  }

  static Projection<Balance, String> balances(String name) {
    return Projection.into(DocumentType.of(name, Balance.class, String.class))
        .on(Opened.class, Opened::account, (row, opened) -> new Balance(opened.account(), 0))
        .on(
            Deposited.class,
            Deposited::account,
            (row, deposited) -> plus(row, deposited.account(), deposited.cents()))
        .onEach(
            Withdrawn.class,
            withdrawn -> List.of(withdrawn.account()),
            (row, withdrawn) -> plus(row, withdrawn.account(), -withdrawn.cents()))
        .on(Closed.class, Closed::account, (row, closed) -> null)
        .build();
  }

  private static Balance plus(Balance row, String account, long cents) {
    return new Balance(account, (row == null ? 0 : row.cents()) + cents);
  }

  private Bank() {}
}
