package org.plaincqrs.inmemory.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.Persistence;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.inmemory.behaviour.Bank.Account;
import org.plaincqrs.inmemory.behaviour.Bank.Balance;
import org.plaincqrs.inmemory.behaviour.Bank.Deposit;
import org.plaincqrs.inmemory.behaviour.Bank.Deposited;
import org.plaincqrs.inmemory.behaviour.Bank.Open;
import org.plaincqrs.projection.Projection;

/** Views that take part in the commit, over changes of the wiring. */
class InlineViewsTest {
  private final InMemoryStorage storage = new InMemoryStorage();
  private final Projection<Balance, String> balances = Bank.balances();

  private CqrsBuilder bank() {
    CqrsBuilder builder = Cqrs.on(storage);
    builder.handlers(new Bank.Handlers(builder.repository(Account.TYPE, Persistence.EVENTS)));
    return builder;
  }

  @Test
  void a_new_inline_view_sees_what_happened_before_it_was_wired() {
    try (Cqrs before = bank().build()) {
      before.send(new Open("ada"));
      before.send(new Deposit("ada", 500));
    }

    try (Cqrs after = bank().inline(balances).build()) {
      after.send(new Deposit("ada", 1));

      assertThat(after.view(balances).find("ada")).contains(new Balance("ada", 501));
    }
  }

  @Test
  void a_view_that_was_inline_and_follows_now_applies_nothing_twice() throws Exception {
    try (Cqrs inline = bank().inline(balances).build()) {
      inline.send(new Open("ada"));
      inline.send(new Deposit("ada", 500));
    }

    try (Cqrs following = bank().follow(balances).build()) {
      following.await(following.send(new Deposit("ada", 1)), java.time.Duration.ofSeconds(10));

      assertThat(following.view(balances).find("ada")).contains(new Balance("ada", 501));
    }
  }

  @Test
  void a_commit_that_would_leave_an_inline_view_behind_is_noticed() {
    try (Cqrs with = bank().inline(balances).build();
        Cqrs without = bank().build()) {
      with.send(new Open("ada"));
      without.send(new Deposit("ada", 500));

      assertThatThrownBy(() -> with.send(new Deposit("ada", 1)))
          .isInstanceOf(CqrsException.class)
          .hasMessage(
              "Inline view 'balances' is at position 1, the log at 2: something else commits to"
                  + " this storage without it. Wire it there too, then start again.");
      assertThat(with.log().head()).isEqualTo(2);
    }
  }

  @Test
  void an_inline_projection_that_sends_a_command_is_refused_and_nothing_stays() {
    AtomicReference<Cqrs> self = new AtomicReference<>();
    Projection<Balance, String> sending =
        Projection.into(Balance.TYPE)
            .on(
                Deposited.class,
                Deposited::account,
                (row, deposited) -> {
                  self.get().send(new Open("eve"));
                  return row;
                })
            .build();
    try (Cqrs cqrs = bank().inline(sending).build()) {
      self.set(cqrs);
      cqrs.send(new Open("ada"));

      assertThatThrownBy(() -> cqrs.send(new Deposit("ada", 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Open was dispatched inside the handler of Deposit.");
      assertThat(cqrs.log().head()).isEqualTo(1);
    }
  }

  @Test
  void a_projection_that_fails_says_on_which_event() {
    IllegalStateException failure = new IllegalStateException("no");
    Projection<Balance, String> failing =
        Projection.into(Balance.TYPE)
            .on(
                Deposited.class,
                Deposited::account,
                (row, deposited) -> {
                  throw failure;
                })
            .build();
    try (Cqrs cqrs = bank().inline(failing).build()) {
      cqrs.send(new Open("ada"));

      assertThatThrownBy(() -> cqrs.send(new Deposit("ada", 1))).isSameAs(failure);
      assertThat(failure.getSuppressed())
          .extracting(Throwable::getMessage)
          .containsExactly(
              "View 'balances' was at event 'Deposited' at position 2, version 2 of stream"
                  + " 'account-ada'.");
    }
  }
}
