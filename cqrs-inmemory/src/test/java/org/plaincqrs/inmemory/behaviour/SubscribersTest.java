package org.plaincqrs.inmemory.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.aggregate.Persistence;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.inmemory.behaviour.Bank.Account;
import org.plaincqrs.inmemory.behaviour.Bank.AccountEvent;
import org.plaincqrs.inmemory.behaviour.Bank.Deposit;
import org.plaincqrs.inmemory.behaviour.Bank.Deposited;
import org.plaincqrs.inmemory.behaviour.Bank.Open;
import org.plaincqrs.inmemory.behaviour.Bank.Opened;
import org.plaincqrs.inmemory.behaviour.Bank.Withdraw;

/** In-process delivery behind the facade. */
class SubscribersTest {
  private final CqrsBuilder builder = Cqrs.on(new InMemoryStorage());
  private final IRepository<Account, String> accounts =
      builder.repository(Account.TYPE, Persistence.EVENTS);
  private final List<String> heard = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  private Cqrs bank() {
    return builder
        .onSubscriberFailure((event, failure) -> failures.add(event + " " + failure))
        .handlers(new Bank.Handlers(accounts))
        .build();
  }

  @Test
  void subscribers_hear_of_events_after_the_commit_in_order() {
    Cqrs[] self = new Cqrs[1];
    builder.subscribe(
        AccountEvent.class, event -> heard.add(event + " at " + self[0].log().head()));
    builder.subscribe(Opened.class, event -> heard.add("opened"));
    try (Cqrs cqrs = bank()) {
      self[0] = cqrs;

      cqrs.send(new Open("ada"));
      cqrs.send(new Deposit("ada", 1));

      assertThat(heard)
          .containsExactly(
              "Opened[account=ada] at 1", "opened", "Deposited[account=ada, cents=1] at 2");
    }
  }

  @Test
  void subscribers_do_not_hear_of_what_was_refused_or_came_twice() {
    builder.subscribe(AccountEvent.class, event -> heard.add(event.toString()));
    try (Cqrs cqrs = bank()) {
      Open open = new Open("ada");
      cqrs.send(open);
      cqrs.send(open);
      assertThatThrownBy(() -> cqrs.send(new Withdraw("ada", 1)))
          .isInstanceOf(IllegalStateException.class);

      assertThat(heard).containsExactly("Opened[account=ada]");
    }
  }

  @Test
  void a_failing_subscriber_fails_neither_the_command_nor_the_others() {
    builder.subscribe(
        Opened.class,
        event -> {
          throw new AssertionError("subscriber");
        });
    builder.subscribe(Opened.class, event -> heard.add("second"));
    try (Cqrs cqrs = bank()) {
      cqrs.send(new Open("ada"));

      assertThat(heard).containsExactly("second");
      assertThat(failures)
          .containsExactly("Opened[account=ada] java.lang.AssertionError: subscriber");
      assertThat(accounts.find("ada")).isPresent();
    }
  }

  @Test
  void a_subscriber_may_send_a_command_of_its_own() {
    Cqrs[] self = new Cqrs[1];
    builder.subscribe(Opened.class, opened -> self[0].send(new Deposit(opened.account(), 5)));
    builder.subscribe(Deposited.class, event -> heard.add(event.toString()));
    try (Cqrs cqrs = bank()) {
      self[0] = cqrs;

      cqrs.send(new Open("ada"));

      assertThat(heard).containsExactly("Deposited[account=ada, cents=5]");
      assertThat(failures).isEmpty();
      assertThat(accounts.get("ada").cents()).isEqualTo(5);
    }
  }

  @Test
  void subscribers_are_called_in_the_executor_that_was_given() {
    List<Runnable> tasks = new ArrayList<>();
    builder.subscribersIn(tasks::add).subscribe(Opened.class, event -> heard.add("opened"));
    try (Cqrs cqrs = bank()) {
      cqrs.send(new Open("ada"));

      assertThat(heard).isEmpty();
      tasks.forEach(Runnable::run);
      assertThat(heard).containsExactly("opened");
    }
  }
}
