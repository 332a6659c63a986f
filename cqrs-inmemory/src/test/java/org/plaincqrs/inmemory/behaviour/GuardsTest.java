package org.plaincqrs.inmemory.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.aggregate.Persistence;
import org.plaincqrs.aggregate.SnapshotPolicy;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.command.RetryOnConflict;
import org.plaincqrs.event.UnknownEventTypeException;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.inmemory.behaviour.Bank.Account;
import org.plaincqrs.inmemory.behaviour.Bank.Closed;
import org.plaincqrs.inmemory.behaviour.Bank.Deposit;
import org.plaincqrs.inmemory.behaviour.Bank.Deposited;
import org.plaincqrs.inmemory.behaviour.Bank.Open;
import org.plaincqrs.inmemory.behaviour.Bank.Probe;
import org.plaincqrs.storage.ConflictException;

/** What was only read, and what must leave no trace. */
class GuardsTest {
  private final InMemoryStorage storage = new InMemoryStorage();
  private final CqrsBuilder builder =
      Cqrs.on(storage)
          .retry(new RetryOnConflict(1, java.time.Duration.ZERO, java.time.Duration.ZERO));

  @ParameterizedTest
  @EnumSource(Persistence.class)
  void an_aggregate_that_is_guarded_may_not_change_meanwhile(Persistence persistence) {
    IRepository<Account, String> accounts = builder.repository(Account.TYPE, persistence);
    builder.handlers(new Bank.Handlers(accounts));
    try (Cqrs cqrs = probing(accounts, "ada", new Deposit("ada", 1))) {
      cqrs.send(new Open("ada"));

      assertThatThrownBy(() -> cqrs.send(new Probe())).isInstanceOf(ConflictException.class);
      assertThat(accounts.find("bob")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Persistence.class)
  void an_absence_that_is_guarded_may_not_end_meanwhile(Persistence persistence) {
    IRepository<Account, String> accounts = builder.repository(Account.TYPE, persistence);
    builder.handlers(new Bank.Handlers(accounts));
    try (Cqrs cqrs = probing(accounts, "ada", new Open("ada"))) {
      assertThatThrownBy(() -> cqrs.send(new Probe())).isInstanceOf(ConflictException.class);
      assertThat(accounts.find("bob")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Persistence.class)
  void a_guard_on_what_stayed_as_it_was_lets_the_command_pass(Persistence persistence) {
    IRepository<Account, String> accounts = builder.repository(Account.TYPE, persistence);
    builder.handlers(new Bank.Handlers(accounts));
    try (Cqrs cqrs = probing(accounts, "ada", new Open("eve"))) {
      cqrs.send(new Open("ada"));

      cqrs.send(new Probe());

      assertThat(accounts.find("bob")).isPresent();
    }
  }

  /** A handler that guards one account and opens bob's, while another thread sends a command. */
  private Cqrs probing(IRepository<Account, String> accounts, String guarded, ICommand<?> between) {
    Cqrs[] self = new Cqrs[1];
    builder.handle(
        Probe.class,
        (probe, work) -> {
          accounts.guard(guarded);
          Thread other = new Thread(() -> self[0].send(between));
          other.start();
          other.join();
          accounts.save(Account.open("bob"));
          return null;
        });
    self[0] = builder.build();
    return self[0];
  }

  @Test
  void a_guard_outside_a_handler_is_refused() {
    IRepository<Account, String> accounts = builder.repository(Account.TYPE, Persistence.EVENTS);
    try (Cqrs cqrs = builder.build()) {
      assertThat(cqrs.log().head()).isZero();
      assertThatThrownBy(() -> accounts.guard("ada"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "guard() on the repository of 'account' was called outside a command handler; only what a handler does,"
                  + " in its own thread, is committed.");
    }
  }

  @Test
  void an_append_that_is_refused_leaves_no_trace_in_the_commit() {
    builder
        .events(Closed.class)
        .handle(
            Probe.class,
            (probe, work) -> {
              work.append("before", new Closed("ada"));
              assertThatThrownBy(() -> work.append("s", new Closed("ada"), "no event"))
                  .isInstanceOf(UnknownEventTypeException.class);
              assertThatThrownBy(() -> work.append("s", new Closed("ada"), null))
                  .hasMessage("An event to append is null, for stream 's'.");
              return null;
            });
    try (Cqrs cqrs = builder.build()) {
      cqrs.send(new Probe());

      assertThat(cqrs.log().head()).isEqualTo(1);
      assertThat(cqrs.log().version("before")).isEqualTo(1);
    }
  }

  @Test
  void who_contributes_to_a_commit_may_take_another_one_along() {
    builder
        .events(Closed.class)
        .handle(
            Probe.class,
            (probe, work) -> {
              work.enlist(
                  first -> first.enlist(second -> second.append("taken along", new Closed("ada"))));
              return null;
            });
    try (Cqrs cqrs = builder.build()) {
      cqrs.send(new Probe());

      assertThat(cqrs.log().version("taken along")).isEqualTo(1);
    }
  }

  @Test
  void a_command_without_an_id_is_refused() {
    builder.handle(Probe.class, probe -> null);
    try (Cqrs cqrs = builder.build()) {
      assertThatThrownBy(() -> cqrs.send(new Probe((UUID) null, "")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Probe has no id, so a repeat of it could not be told; give it ICommand.newId().");
    }
  }

  @Test
  void no_snapshot_is_taken_of_an_aggregate_whose_stream_was_appended_to_beside_it() {
    IRepository<Account, String> accounts =
        builder.repository(Account.TYPE, Persistence.EVENTS, SnapshotPolicy.everyEvents(1));
    builder.handlers(new Bank.Handlers(accounts));
    builder.handle(
        Probe.class,
        (probe, work) -> {
          Account account = accounts.get("ada");
          work.append("account-ada", new Deposited("ada", 10));
          account.deposit(1);
          accounts.save(account);
          return null;
        });
    try (Cqrs cqrs = builder.build()) {
      cqrs.send(new Open("ada"));
      cqrs.send(new Probe());

      assertThat(accounts.get("ada").cents()).isEqualTo(11);
    }
  }

  @Test
  void an_aggregate_stored_as_events_is_not_opened_again_as_state_and_events() {
    IRepository<Account, String> accounts = builder.repository(Account.TYPE, Persistence.EVENTS);
    try (Cqrs cqrs = builder.handlers(new Bank.Handlers(accounts)).build()) {
      cqrs.send(new Open("ada"));
    }
    CqrsBuilder second = Cqrs.on(storage);
    second.handlers(
        new Bank.Handlers(second.repository(Account.TYPE, Persistence.STATE_AND_EVENTS)));
    try (Cqrs cqrs = second.build()) {
      assertThatThrownBy(() -> cqrs.send(new Open("ada"))).isInstanceOf(ConflictException.class);
    }
  }
}
