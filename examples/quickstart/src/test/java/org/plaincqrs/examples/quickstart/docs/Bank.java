package org.plaincqrs.examples.quickstart.docs;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.Aggregate;
import org.plaincqrs.aggregate.AggregateType;
import org.plaincqrs.aggregate.Decider;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.aggregate.Persistence;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.dispatch.Handles;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.query.IQuery;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;

/** The bank of the guides: every part of it is shown in docs/start.md or docs/testing.md. */
final class Bank {
  private Bank() {}

  // [commands]
  sealed interface AccountCommand {
    String account();
  }

  record OpenAccount(UUID id, String account, String owner)
      implements AccountCommand, ICommand<Void> {
    OpenAccount(String account, String owner) {
      this(ICommand.newId(), account, owner);
    }
  }

  record Deposit(UUID id, String account, long cents) implements AccountCommand, ICommand<Void> {
    Deposit(String account, long cents) {
      this(ICommand.newId(), account, cents);
    }
  }

  record Withdraw(UUID id, String account, long cents) implements AccountCommand, ICommand<Long> {
    Withdraw(String account, long cents) {
      this(ICommand.newId(), account, cents);
    }
  }

  // [/commands]

  // [events]
  sealed interface AccountEvent {
    AccountState applyTo(AccountState state);
  }

  record AccountOpened(String account, String owner) implements AccountEvent {
    @Override
    public AccountState applyTo(AccountState state) {
      return new AccountState(account, owner, 0);
    }
  }

  record Deposited(String account, long cents) implements AccountEvent {
    @Override
    public AccountState applyTo(AccountState state) {
      return new AccountState(account, state.owner(), state.cents() + cents);
    }
  }

  record Withdrawn(String account, long cents) implements AccountEvent {
    @Override
    public AccountState applyTo(AccountState state) {
      return new AccountState(account, state.owner(), state.cents() - cents);
    }
  }

  // [/events]

  // [state]
  record AccountState(String account, String owner, long cents) {
    static final AccountState NONE = new AccountState("", "", 0);

    boolean isOpen() {
      return !account.isEmpty();
    }
  }

  // [/state]

  // [aggregate]
  static final class Account extends Aggregate<AccountState, AccountEvent> {
    static final AggregateType<Account, String, AccountState, AccountEvent> TYPE =
        AggregateType.of("account", AccountState.class, AccountEvent.class)
            .startingFrom(AccountState.NONE, Account::new)
            .keyedBy(String.class, account -> account.state().account());

    private Account(AccountState state) {
      super(state);
    }

    static Account open(String account, String owner) {
      Account opened = new Account(AccountState.NONE);
      opened.raise(new AccountOpened(account, owner));
      return opened;
    }

    void deposit(long cents) {
      raise(new Deposited(state().account(), cents));
    }

    long withdraw(long cents) {
      if (cents > state().cents()) {
        throw new RefusedException(state().account(), "does not hold that much");
      }
      raise(new Withdrawn(state().account(), cents));
      return state().cents();
    }

    @Override
    protected AccountState evolve(AccountState state, AccountEvent event) {
      return event.applyTo(state);
    }
  }

  // [/aggregate]

  // [handler]
  record AccountHandler(IRepository<Account, String> accounts) {
    @Handles
    void open(OpenAccount command) {
      if (accounts.find(command.account()).isPresent()) {
        throw new RefusedException(command.account(), "exists already");
      }
      accounts.save(Account.open(command.account(), command.owner()));
    }

    @Handles
    void deposit(Deposit command) {
      Account account = accounts.get(command.account());
      account.deposit(command.cents());
      accounts.save(account);
    }

    @Handles
    long withdraw(Withdraw command) {
      Account account = accounts.get(command.account());
      long left = account.withdraw(command.cents());
      accounts.save(account);
      return left;
    }
  }

  // [/handler]

  // [decider]
  static final class AccountDecider implements Decider<AccountCommand, AccountState, AccountEvent> {
    @Override
    public AccountState initialState() {
      return AccountState.NONE;
    }

    @Override
    public List<AccountEvent> decide(AccountCommand command, AccountState state) {
      if (command instanceof OpenAccount open) {
        if (state.isOpen()) {
          throw new RefusedException(open.account(), "exists already");
        }
        return List.of(new AccountOpened(open.account(), open.owner()));
      }
      if (!state.isOpen()) {
        throw new RefusedException(command.account(), "does not exist");
      }
      if (command instanceof Deposit deposit) {
        return List.of(new Deposited(deposit.account(), deposit.cents()));
      }
      Withdraw withdraw = (Withdraw) command;
      if (withdraw.cents() > state.cents()) {
        throw new RefusedException(withdraw.account(), "does not hold that much");
      }
      return List.of(new Withdrawn(withdraw.account(), withdraw.cents()));
    }

    @Override
    public AccountState evolve(AccountState state, AccountEvent event) {
      return event.applyTo(state);
    }
  }

  // [/decider]

  // [decider-type]
  static final AccountDecider DECIDER = new AccountDecider();

  static final AggregateType.Named<AccountState, AccountEvent> DECIDED =
      AggregateType.of("account", AccountState.class, AccountEvent.class);

  // [/decider-type]

  // [rejection]
  static final class RefusedException extends RuntimeException {
    RefusedException(String account, String why) {
      super("Account '" + account + "' " + why + ".");
    }
  }

  // [/rejection]

  // [projection]
  record Balance(String account, String owner, long cents) {
    static final Index<Balance, String> BY_OWNER = Index.of("owner", String.class, Balance::owner);

    static final DocumentType<Balance, String> TYPE =
        DocumentType.of("balances", Balance.class, String.class).indexedBy(BY_OWNER);

    Balance plus(long more) {
      return new Balance(account, owner, cents + more);
    }
  }

  static final Projection<Balance, String> BALANCES =
      Projection.into(Balance.TYPE)
          .on(
              AccountOpened.class,
              AccountOpened::account,
              (row, opened) -> new Balance(opened.account(), opened.owner(), 0))
          .on(Deposited.class, Deposited::account, (row, event) -> row.plus(event.cents()))
          .on(Withdrawn.class, Withdrawn::account, (row, event) -> row.plus(-event.cents()))
          .build();

  // [/projection]

  // [query]
  record BalancesOfOwner(String owner) implements IQuery<List<Balance>> {}

  // [/query]

  // [dao]
  record BalancesDao(IReadRepository<Balance, String> balances) {
    @Handles
    List<Balance> ofOwner(BalancesOfOwner query) {
      return balances.findBy(Balance.BY_OWNER, query.owner());
    }

    long total() {
      try (Stream<Balance> all = balances.all()) {
        return all.mapToLong(Balance::cents).sum();
      }
    }
  }

  // [/dao]

  // [wire]
  static void wire(CqrsBuilder wiring) {
    IRepository<Account, String> accounts = wiring.repository(Account.TYPE, Persistence.EVENTS);
    wiring.handlers(new AccountHandler(accounts));
    wiring.follow(BALANCES);
    wiring.queries(new BalancesDao(wiring.view(BALANCES)));
  }
  // [/wire]
}
