package org.plaincqrs.inmemory.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.AggregateNotFoundException;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.aggregate.Persistence;
import org.plaincqrs.command.CommandIdReusedException;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.command.RetryOnConflict;
import org.plaincqrs.command.UnitOfWork;
import org.plaincqrs.command.UnitsOfWork;
import org.plaincqrs.dispatch.HandlerFailedException;
import org.plaincqrs.dispatch.NoHandlerException;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.event.Tagged;
import org.plaincqrs.event.UnknownEventTypeException;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.inmemory.behaviour.Bank.Account;
import org.plaincqrs.inmemory.behaviour.Bank.Balance;
import org.plaincqrs.inmemory.behaviour.Bank.BalanceOf;
import org.plaincqrs.inmemory.behaviour.Bank.Deposit;
import org.plaincqrs.inmemory.behaviour.Bank.Deposited;
import org.plaincqrs.inmemory.behaviour.Bank.Open;
import org.plaincqrs.inmemory.behaviour.Bank.Opened;
import org.plaincqrs.inmemory.behaviour.Bank.Probe;
import org.plaincqrs.inmemory.behaviour.Bank.Withdraw;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.ConflictException;
import org.plaincqrs.storage.ExpectedVersion;

/** What becomes of a command, from end to end. */
class CommandsTest {
  record Unregistered(int number) {}

  record Claimed(String user) implements Tagged {
    @Override
    public java.util.Set<Tag> tags() {
      return java.util.Set.of(Tag.of("user", user));
    }
  }

  private final CqrsBuilder builder =
      Cqrs.on(new InMemoryStorage()).retry(new RetryOnConflict(3, Duration.ZERO, Duration.ZERO));
  private final IRepository<Account, String> accounts =
      builder.repository(Account.TYPE, Persistence.EVENTS);

  private Cqrs bank() {
    return builder.handlers(new Bank.Handlers(accounts)).build();
  }

  private Cqrs probing(UnitsOfWork.Handler<Probe, Object> handler) {
    return builder.handle(Probe.class, handler).handlers(new Bank.Handlers(accounts)).build();
  }

  // ---- the plain way

  @Test
  void a_receipt_bears_the_answer_and_the_position() {
    try (Cqrs cqrs = bank()) {
      Receipt<Void> opened = cqrs.send(new Open("ada"));
      Receipt<Long> deposited = cqrs.send(new Deposit("ada", 500));
      long left = cqrs.dispatch(new Withdraw("ada", 200));

      assertThat(opened).isEqualTo(new Receipt<Void>(null, 1, false));
      assertThat(deposited).isEqualTo(new Receipt<>(500L, 2, false));
      assertThat(left).isEqualTo(300);
      assertThat(cqrs.log().head()).isEqualTo(3);
    }
  }

  @Test
  void a_command_without_events_leaves_off_at_the_end_of_the_log() {
    try (Cqrs cqrs = probing((probe, work) -> "nothing")) {
      Receipt<Object> before = cqrs.send(new Probe());
      cqrs.send(new Open("ada"));
      Receipt<Object> after = cqrs.send(new Probe());

      assertThat(before).isEqualTo(new Receipt<Object>("nothing", 0, false));
      assertThat(after).isEqualTo(new Receipt<Object>("nothing", 1, false));
    }
  }

  @Test
  void lambdas_with_and_without_a_unit_of_work_handle_commands_and_queries() {
    builder
        .handle(Deposit.class, deposit -> deposit.cents() * 2)
        .execute(Open.class, (open, work) -> work.append(open.account(), new Opened("ada")))
        .query(BalanceOf.class, query -> (long) query.account().length());
    try (Cqrs cqrs = builder.build()) {
      Void nothing = cqrs.dispatch(new Open("ada"));
      long doubled = cqrs.dispatch(new Deposit("ada", 4));
      long length = cqrs.ask(new BalanceOf("ada"));

      assertThat(nothing).isNull();
      assertThat(doubled).isEqualTo(8);
      assertThat(length).isEqualTo(3);
    }
  }

  @Test
  void events_bear_the_metadata_the_time_and_the_place_of_their_commit() {
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    builder.clock(Clock.fixed(now, ZoneOffset.UTC));
    try (Cqrs cqrs = bank()) {
      Open open = new Open("ada");
      cqrs.send(open, Metadata.ofUser("bob"));
      RecordedEvent event = cqrs.log().read(EventQuery.all(), 0, 10).events().get(0);

      assertThat(event.stream()).isEqualTo("account-ada");
      assertThat(event.version()).isEqualTo(1);
      assertThat(event.type()).isEqualTo("Opened");
      assertThat(event.payload()).isEqualTo(new Opened("ada"));
      assertThat(event.time()).isEqualTo(now);
      assertThat(event.metadata()).isEqualTo(Metadata.ofUser("bob").causedBy(open.id()));
    }
  }

  @Test
  void null_and_unknown_commands_and_queries_are_refused() {
    try (Cqrs cqrs = bank()) {
      assertThatThrownBy(() -> cqrs.send(null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("The command is null.");
      assertThatThrownBy(() -> cqrs.ask(null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("The query is null.");
      assertThatThrownBy(() -> cqrs.send(new Probe()))
          .isInstanceOf(NoHandlerException.class)
          .hasMessage(
              "No handler for command org.plaincqrs.inmemory.behaviour.Bank$Probe; register one."
                  + " Handled are: Deposit, Open, Withdraw.");
      assertThatThrownBy(() -> cqrs.ask(new BalanceOf("ada")))
          .isInstanceOf(NoHandlerException.class)
          .hasMessage(
              "No handler for query org.plaincqrs.inmemory.behaviour.Bank$BalanceOf; register one."
                  + " Handled are: none.");
    }
  }

  // ---- repeated commands

  @Test
  void the_same_command_again_gets_the_recorded_answer_and_has_no_effect() {
    try (Cqrs cqrs = bank()) {
      cqrs.send(new Open("ada"));
      Deposit deposit = new Deposit("ada", 500);
      Receipt<Long> first = cqrs.send(deposit);
      cqrs.send(new Deposit("ada", 1));

      Receipt<Long> second = cqrs.send(deposit);

      assertThat(first).isEqualTo(new Receipt<>(500L, 2, false));
      assertThat(second).isEqualTo(new Receipt<>(500L, 2, true));
      assertThat(cqrs.log().head()).isEqualTo(3);
    }
  }

  @Test
  void the_same_command_again_gets_its_answer_even_where_its_handler_would_now_refuse() {
    try (Cqrs cqrs = bank()) {
      cqrs.send(new Open("ada"));
      cqrs.send(new Deposit("ada", 500));
      Withdraw all = new Withdraw("ada", 500);
      cqrs.send(all);

      Receipt<Long> again = cqrs.send(all);

      assertThat(again).isEqualTo(new Receipt<>(0L, 3, true));
    }
  }

  @Test
  void a_command_that_was_refused_may_come_again() {
    try (Cqrs cqrs = bank()) {
      cqrs.send(new Open("ada"));
      Withdraw withdraw = new Withdraw("ada", 500);
      assertThatThrownBy(() -> cqrs.send(withdraw)).isInstanceOf(IllegalStateException.class);
      cqrs.send(new Deposit("ada", 600));

      Receipt<Long> again = cqrs.send(withdraw);

      assertThat(again).isEqualTo(new Receipt<>(100L, 3, false));
    }
  }

  @Test
  void one_command_sent_by_16_threads_has_one_effect_and_one_answer() throws Exception {
    try (Cqrs cqrs = bank()) {
      cqrs.send(new Open("ada"));
      Deposit deposit = new Deposit("ada", 500);

      List<Object> outcomes = Race.of(16, i -> cqrs.send(deposit));

      assertThat(outcomes)
          .containsOnly(new Receipt<>(500L, 2, false), new Receipt<>(500L, 2, true))
          .containsOnlyOnce(new Receipt<>(500L, 2, false));
      assertThat(cqrs.log().head()).isEqualTo(2);
    }
  }

  @Test
  void another_command_under_a_used_id_is_refused() {
    try (Cqrs cqrs = bank()) {
      UUID id = new UUID(0, 7);
      cqrs.send(new Open("ada"));
      cqrs.send(new Deposit(id, "ada", 500));

      assertThatThrownBy(() -> cqrs.send(new Deposit(id, "ada", 501)))
          .isInstanceOf(CommandIdReusedException.class)
          .hasMessage(
              "Deposit 00000000-0000-0000-0000-000000000007 refused: another command was handled"
                  + " under this id. Give every new command an id of its own, and repeat a command"
                  + " unchanged.");
      assertThatThrownBy(() -> cqrs.send(new Withdraw(id, "ada", 900)))
          .isInstanceOf(CommandIdReusedException.class)
          .hasSuppressedException(new IllegalStateException("Only 500 cents are left."));
      assertThat(cqrs.log().head()).isEqualTo(2);
    }
  }

  // ---- conflicts

  @Test
  void a_conflict_is_decided_again_on_fresh_state() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Cqrs[] other = new Cqrs[1];
    try (Cqrs cqrs =
        probing(
            (probe, work) -> {
              Account account = accounts.get("ada");
              if (runs.incrementAndGet() == 1) {
                Race.of(1, i -> other[0].send(new Deposit("ada", 40)));
              }
              account.deposit(2);
              accounts.save(account);
              return account.cents();
            })) {
      other[0] = cqrs;
      cqrs.send(new Open("ada"));

      Receipt<Object> receipt = cqrs.send(new Probe());

      assertThat(receipt).isEqualTo(new Receipt<Object>(42L, 3, false));
      assertThat(runs).hasValue(2);
    }
  }

  @Test
  void a_conflict_on_every_attempt_comes_out() {
    AtomicInteger runs = new AtomicInteger();
    Cqrs[] other = new Cqrs[1];
    try (Cqrs cqrs =
        probing(
            (probe, work) -> {
              Account account = accounts.get("ada");
              runs.incrementAndGet();
              Race.of(1, i -> other[0].send(new Deposit("ada", 40)));
              account.deposit(2);
              accounts.save(account);
              return null;
            })) {
      other[0] = cqrs;
      cqrs.send(new Open("ada"));

      assertThatThrownBy(() -> cqrs.send(new Probe()))
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "Append to stream 'account-ada' refused: expected version 3, found version 4."
                  + " Reload the aggregate and retry.");
      assertThat(runs).hasValue(3);
      assertThat(cqrs.log().head()).isEqualTo(4);
    }
  }

  @Test
  void a_new_aggregate_under_a_taken_key_is_a_conflict() {
    try (Cqrs cqrs = bank()) {
      cqrs.send(new Open("ada"));

      assertThatThrownBy(() -> cqrs.send(new Open("ada")))
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "Append to stream 'account-ada' refused: expected none, found version 1."
                  + " Reload the aggregate and retry.");
    }
  }

  @Test
  void an_append_at_a_stale_version_is_a_conflict() {
    try (Cqrs cqrs =
        probing(
            (probe, work) -> {
              work.append("account-ada", ExpectedVersion.exactly(3), new Deposited("ada", 1));
              return null;
            })) {
      cqrs.send(new Open("ada"));

      assertThatThrownBy(() -> cqrs.send(new Probe()))
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "Append to stream 'account-ada' refused: expected version 3, found version 1."
                  + " Reload the aggregate and retry.");
    }
  }

  // ---- rejections

  @Test
  void what_a_handler_throws_comes_out_and_nothing_of_its_command_stays() {
    Projection<Balance, String> balances = Bank.balances();
    builder.inline(balances);
    Throwable[] failure = new Throwable[1];
    try (Cqrs cqrs =
        probing(
            (probe, work) -> {
              accounts.save(Account.open("ada"));
              work.append("other", new Opened("bob"));
              if (failure[0] instanceof Error error) {
                throw error;
              }
              throw (Exception) failure[0];
            })) {
      failure[0] = new IllegalArgumentException("unchecked");
      assertThatThrownBy(() -> cqrs.send(new Probe())).isSameAs(failure[0]);
      failure[0] = new AssertionError("error");
      assertThatThrownBy(() -> cqrs.send(new Probe())).isSameAs(failure[0]);
      failure[0] = new IOException("checked");
      assertThatThrownBy(() -> cqrs.send(new Probe()))
          .isInstanceOf(HandlerFailedException.class)
          .hasMessage("The handler of Probe failed: java.io.IOException: checked")
          .hasCause(failure[0]);

      assertThat(cqrs.log().head()).isZero();
      assertThat(accounts.find("ada")).isEmpty();
      assertThat(cqrs.view(balances).count()).isZero();
    }
  }

  @Test
  void an_aggregate_that_is_not_there_is_refused_by_name() {
    try (Cqrs cqrs = bank()) {
      assertThatThrownBy(() -> cqrs.send(new Deposit("ada", 1)))
          .isInstanceOf(AggregateNotFoundException.class)
          .hasMessage("There is no account 'ada'. Create it first, or check the key.");
    }
  }

  // ---- misuse of the unit of work

  private void assertRefused(
      UnitsOfWork.Handler<Probe, Object> handler, Class<?> type, String message) {
    try (Cqrs cqrs = probing(handler)) {
      cqrs.send(new Open("ada"));

      assertThatThrownBy(() -> cqrs.send(new Probe())).isInstanceOf(type).hasMessage(message);
      assertThat(cqrs.log().head()).isEqualTo(1);
    }
  }

  @Test
  void a_dispatch_inside_a_handler_is_refused() {
    Cqrs[] self = new Cqrs[1];
    try (Cqrs cqrs = probing((probe, work) -> self[0].dispatch(new Open("ada")))) {
      self[0] = cqrs;

      assertThatThrownBy(() -> cqrs.send(new Probe()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Open was dispatched inside the handler of Probe. What one command does is one"
                  + " commit: call the other handler's code directly, or dispatch afterwards.");
      assertThat(cqrs.log().head()).isZero();
    }
  }

  @Test
  void a_save_outside_a_handler_is_refused() {
    try (Cqrs cqrs = bank()) {
      assertThatThrownBy(() -> accounts.save(Account.open("ada")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "save() on the repository of 'account' was called outside a command handler; only what a handler does,"
                  + " in its own thread, is committed.");
      assertThat(cqrs.log().head()).isZero();
    }
  }

  @Test
  void an_aggregate_that_raised_but_was_not_saved_is_refused() {
    assertRefused(
        (probe, work) -> {
          accounts.get("ada").deposit(1);
          return null;
        },
        IllegalStateException.class,
        "The account 'ada' raised Deposited but was not saved; call save() before the handler"
            + " returns.");
  }

  @Test
  void a_new_aggregate_that_raised_nothing_is_refused() {
    assertRefused(
        (probe, work) -> {
          accounts.save(new Account(new Bank.State("bob", 0)));
          return null;
        },
        IllegalStateException.class,
        "The new account 'bob' was saved but raised no event, so nothing of it would be stored;"
            + " raise one where it is created.");
  }

  @Test
  void an_aggregate_saved_through_two_instances_is_refused() {
    assertRefused(
        (probe, work) -> {
          accounts.get("ada");
          accounts.save(Account.open("ada"));
          return null;
        },
        IllegalStateException.class,
        "The account 'ada' was found and saved through two instances in one command; change and"
            + " save the one that find() returned.");
  }

  @Test
  void an_event_of_an_unregistered_class_is_refused() {
    assertRefused(
        (probe, work) -> {
          work.append("stream", new Unregistered(1));
          return null;
        },
        UnknownEventTypeException.class,
        "Event class org.plaincqrs.inmemory.behaviour.CommandsTest$Unregistered is not registered;"
            + " add it with events(Unregistered.class) or its sealed interface. Registered are:"
            + " Closed@1, Deposited@1, Opened@1, Withdrawn@1.");
  }

  @Test
  void an_event_without_a_stream_and_a_tag_is_refused() {
    assertRefused(
        (probe, work) -> {
          work.appendTagged(new Opened("bob"));
          return null;
        },
        IllegalArgumentException.class,
        "Opened belongs to no stream and has no tag, so nothing could find it; give it one.");
  }

  @Test
  void a_stream_without_a_name_is_refused() {
    assertRefused(
        (probe, work) -> {
          work.append("", new Opened("bob"));
          return null;
        },
        IllegalArgumentException.class,
        "The stream has 0 characters; give a text of 1 to 255 characters.");
  }

  @Test
  void a_foreign_event_in_the_stream_of_an_aggregate_is_refused() {
    builder.events(Claimed.class);
    try (Cqrs cqrs =
        probing(
            (probe, work) -> {
              work.append("account-ada", new Claimed("ada"));
              return null;
            })) {
      cqrs.send(new Open("ada"));
      cqrs.send(new Probe());

      assertThatThrownBy(() -> cqrs.send(new Deposit("ada", 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Stream 'account-ada' has at version 2 (position 2) an event 'Claimed', which is no"
                  + " AccountEvent; append to an aggregate's stream through its repository only.");
    }
  }

  @Test
  void a_unit_of_work_is_over_when_the_handler_has_returned() {
    List<UnitOfWork> kept = new ArrayList<>();
    try (Cqrs cqrs = probing((probe, work) -> kept.add(work))) {
      cqrs.send(new Probe());
      UnitOfWork work = kept.get(0);

      assertThatThrownBy(() -> work.append("account-ada", new Opened("ada")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "The unit of work of Probe is over; append and save before the handler returns, in"
                  + " its thread.");
      assertThatThrownBy(() -> work.fold(EventQuery.all(), 0, (state, event) -> state))
          .isInstanceOf(IllegalStateException.class);
      assertThat(cqrs.log().head()).isZero();
    }
  }

  @Test
  void an_aggregate_found_twice_in_one_command_is_one_instance() {
    try (Cqrs cqrs =
        probing(
            (probe, work) -> {
              Account created = Account.open("bob");
              accounts.save(created);
              Account found = accounts.get("ada");
              return accounts.get("ada") == found && accounts.get("bob") == created;
            })) {
      cqrs.send(new Open("ada"));

      assertThat(cqrs.dispatch(new Probe())).isEqualTo(true);
    }
  }

  // ---- a dynamic consistency boundary

  @Test
  void a_name_that_16_threads_claim_is_given_to_exactly_one() throws Exception {
    builder.events(Claimed.class);
    try (Cqrs cqrs =
        probing(
            (probe, work) -> {
              EventQuery claims = EventQuery.tags(Tag.of("user", "ada"));
              int taken = work.fold(claims, 0, (count, event) -> count + 1);
              if (taken > 0) {
                return "taken";
              }
              work.appendTagged(new Claimed("ada"));
              return "claimed";
            })) {
      List<Object> outcomes = Race.of(16, i -> cqrs.dispatch(new Probe("claim " + i)));

      assertThat(outcomes).containsOnly("taken", "claimed").containsOnlyOnce("claimed");
      assertThat(cqrs.log().head()).isEqualTo(1);
    }
  }

  @Test
  void a_claim_made_meanwhile_is_seen_by_the_next_attempt() throws Exception {
    builder.events(Claimed.class);
    AtomicInteger runs = new AtomicInteger();
    Cqrs[] self = new Cqrs[1];
    try (Cqrs cqrs =
        probing(
            (probe, work) -> {
              EventQuery claims = work.eventsOf(Claimed.class).tagged(Tag.of("user", "ada"));
              if (work.fold(claims, 0, (count, event) -> count + 1) > 0) {
                return "taken";
              }
              if (runs.incrementAndGet() == 1) {
                Race.of(1, i -> self[0].send(new Probe("other")));
              }
              work.appendTagged(new Claimed("ada"));
              return "claimed";
            })) {
      self[0] = cqrs;

      assertThat(cqrs.dispatch(new Probe("first"))).isEqualTo("taken");
      assertThat(cqrs.log().head()).isEqualTo(1);
    }
  }

  @Test
  void a_boundary_of_an_unregistered_class_is_refused() {
    assertRefused(
        (probe, work) -> work.eventsOf(Unregistered.class),
        org.plaincqrs.error.ConfigurationException.class,
        "None of [class org.plaincqrs.inmemory.behaviour.CommandsTest$Unregistered] is a registered"
            + " event class; add them with events(...).");
  }

  @Test
  void a_boundary_is_not_disturbed_by_events_that_do_not_match() throws Exception {
    builder.events(Claimed.class);
    AtomicInteger runs = new AtomicInteger();
    Cqrs[] other = new Cqrs[1];
    try (Cqrs cqrs =
        probing(
            (probe, work) -> {
              work.fold(EventQuery.tags(Tag.of("user", "ada")), 0, (count, event) -> count + 1);
              if (runs.incrementAndGet() == 1) {
                Race.of(1, i -> other[0].send(new Open("bob")));
              }
              work.appendTagged(new Claimed("ada"));
              return null;
            })) {
      other[0] = cqrs;

      cqrs.send(new Probe());

      assertThat(runs).hasValue(1);
      assertThat(cqrs.log().head()).isEqualTo(2);
    }
  }
}
