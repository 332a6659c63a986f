package org.plaincqrs.examples.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.AggregateNotFoundException;
import org.plaincqrs.aggregate.DeciderRepository;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.aggregate.Persistence;
import org.plaincqrs.aggregate.SnapshotPolicy;
import org.plaincqrs.command.CommandIdReusedException;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.command.RetryOnConflict;
import org.plaincqrs.dispatch.Authorization;
import org.plaincqrs.dispatch.Authorization.NotAuthorizedException;
import org.plaincqrs.dispatch.Validation;
import org.plaincqrs.dispatch.Validation.InvalidMessageException;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventName;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.event.Tagged;
import org.plaincqrs.examples.quickstart.docs.Bank.Account;
import org.plaincqrs.examples.quickstart.docs.Bank.AccountCommand;
import org.plaincqrs.examples.quickstart.docs.Bank.AccountEvent;
import org.plaincqrs.examples.quickstart.docs.Bank.AccountHandler;
import org.plaincqrs.examples.quickstart.docs.Bank.AccountOpened;
import org.plaincqrs.examples.quickstart.docs.Bank.AccountState;
import org.plaincqrs.examples.quickstart.docs.Bank.Balance;
import org.plaincqrs.examples.quickstart.docs.Bank.BalancesDao;
import org.plaincqrs.examples.quickstart.docs.Bank.BalancesOfOwner;
import org.plaincqrs.examples.quickstart.docs.Bank.Deposit;
import org.plaincqrs.examples.quickstart.docs.Bank.Deposited;
import org.plaincqrs.examples.quickstart.docs.Bank.OpenAccount;
import org.plaincqrs.examples.quickstart.docs.Bank.RefusedException;
import org.plaincqrs.examples.quickstart.docs.Bank.Withdraw;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.query.Freshness;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.storage.ConflictException;
import org.plaincqrs.storage.Storage;

/** The regions of docs/start.md; the domain is in {@link Bank}. */
class StartGuideTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  // [first-command]
  record GreetGuest(UUID id, String guest) implements ICommand<String> {
    GreetGuest(String guest) {
      this(ICommand.newId(), guest);
    }
  }

  // [/first-command]

  @Test
  void a_command_is_answered_by_its_handler() {
    // [first-handler]
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    wiring.handle(GreetGuest.class, command -> "Hello, " + command.guest());

    try (Cqrs cqrs = wiring.build()) {
      String answer = cqrs.dispatch(new GreetGuest("Ada"));
      assertThat(answer).isEqualTo("Hello, Ada");
    }
    // [/first-handler]
  }

  // [first-event]
  record GuestGreeted(String guest) {}

  // [/first-event]

  @Test
  void an_event_is_appended_and_found_in_the_log() {
    // [append]
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    wiring.events(GuestGreeted.class);
    wiring.handle(
        GreetGuest.class,
        (command, work) -> {
          work.append("guest-" + command.guest(), new GuestGreeted(command.guest()));
          return "Hello, " + command.guest();
        });

    try (Cqrs cqrs = wiring.build()) {
      cqrs.dispatch(new GreetGuest("Ada"), Metadata.ofUser("porter"));

      RecordedEvent event = cqrs.log().read(EventQuery.all(), 0, 10).events().get(0);
      assertThat(event.payload()).isEqualTo(new GuestGreeted("Ada"));
      assertThat(event.stream()).isEqualTo("guest-Ada");
      assertThat(event.position()).isEqualTo(1);
      assertThat(event.metadata().user()).isEqualTo("porter");
    }
    // [/append]
  }

  @Test
  void the_aggregate_behaves_the_same_however_it_is_stored() {
    // [aggregate-wiring]
    for (Persistence persistence : Persistence.values()) {
      CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
      IRepository<Account, String> accounts = wiring.repository(Account.TYPE, persistence);
      wiring.handlers(new AccountHandler(accounts));

      try (Cqrs cqrs = wiring.build()) {
        cqrs.dispatch(new OpenAccount("ada", "Ada"));
        cqrs.dispatch(new Deposit("ada", 500));

        long left = cqrs.dispatch(new Withdraw("ada", 200));
        assertThat(left).isEqualTo(300);

        assertThatThrownBy(() -> cqrs.dispatch(new Withdraw("ada", 301)))
            .isInstanceOf(RefusedException.class);
      }
    }
    // [/aggregate-wiring]
  }

  @Test
  void with_state_alone_nothing_is_recorded_in_the_log() {
    for (Persistence persistence : Persistence.values()) {
      CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
      wiring.handlers(new AccountHandler(wiring.repository(Account.TYPE, persistence)));

      try (Cqrs cqrs = wiring.build()) {
        cqrs.dispatch(new OpenAccount("ada", "Ada"));

        assertThat(cqrs.log().head()).isEqualTo(persistence == Persistence.STATE ? 0 : 1);
      }
    }
  }

  @Test
  void what_is_there_is_not_opened_again_and_what_is_missing_is_not_found() {
    for (Persistence persistence : Persistence.values()) {
      CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
      wiring.handlers(new AccountHandler(wiring.repository(Account.TYPE, persistence)));

      try (Cqrs cqrs = wiring.build()) {
        cqrs.dispatch(new OpenAccount("ada", "Ada"));

        assertThatThrownBy(() -> cqrs.dispatch(new OpenAccount("ada", "Eve")))
            .hasMessage("Account 'ada' exists already.");
        assertThatThrownBy(() -> cqrs.dispatch(new Deposit("bob", 1)))
            .isInstanceOf(AggregateNotFoundException.class);
      }
    }
  }

  @Test
  void a_new_aggregate_under_a_taken_key_meets_a_conflict() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    AtomicInteger runs = new AtomicInteger();
    IRepository<Account, String> accounts = wiring.repository(Account.TYPE, Persistence.EVENTS);
    wiring.execute(
        OpenAccount.class,
        (command, work) -> {
          runs.incrementAndGet();
          accounts.save(Account.open(command.account(), command.owner()));
        });

    try (Cqrs cqrs = wiring.build()) {
      cqrs.dispatch(new OpenAccount("ada", "Ada"));
      assertThatThrownBy(() -> cqrs.dispatch(new OpenAccount("ada", "Eve")))
          .isInstanceOf(ConflictException.class);
      assertThat(runs).hasValue(21);
    }
  }

  @Test
  void a_decider_decides_in_place_of_the_aggregate() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    // [decider-wiring]
    DeciderRepository<AccountCommand, AccountState, AccountEvent> accounts =
        wiring.decider(Bank.DECIDER, Bank.DECIDED, Persistence.EVENTS);

    wiring.execute(OpenAccount.class, command -> accounts.decide(command.account(), command));
    wiring.execute(Deposit.class, command -> accounts.decide(command.account(), command));
    wiring.handle(Withdraw.class, command -> accounts.decide(command.account(), command).cents());
    // [/decider-wiring]

    try (Cqrs cqrs = wiring.build()) {
      cqrs.dispatch(new OpenAccount("ada", "Ada"));
      cqrs.dispatch(new Deposit("ada", 500));

      assertThat(cqrs.dispatch(new Withdraw("ada", 200))).isEqualTo(300);
      assertThatThrownBy(() -> cqrs.dispatch(new OpenAccount("ada", "Eve")))
          .hasMessage("Account 'ada' exists already.");
      assertThatThrownBy(() -> cqrs.dispatch(new Deposit("bob", 1)))
          .hasMessage("Account 'bob' does not exist.");
      assertThatThrownBy(() -> cqrs.dispatch(new Withdraw("ada", 301)))
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void interceptors_refuse_before_the_handler_runs() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    Bank.wire(wiring);
    // [interceptors]
    Authorization authorization =
        Authorization.denyByDefault()
            .allow(OpenAccount.class, metadata -> "clerk".equals(metadata.user()))
            .allow(Deposit.class, metadata -> metadata.user() != null)
            .build();
    Validation validation =
        Validation.builder()
            .rule(Deposit.class, "cents", Deposit::cents, cents -> cents > 0, "must be above 0")
            .build();

    wiring.intercept(authorization).intercept(validation);
    // [/interceptors]

    try (Cqrs cqrs = wiring.build()) {
      // [refusals]
      Metadata ada = Metadata.ofUser("ada");

      assertThatThrownBy(() -> cqrs.dispatch(new OpenAccount("ada", "Ada"), ada))
          .isInstanceOf(NotAuthorizedException.class)
          .hasMessage("User 'ada' may not send OpenAccount: its rule refuses.");
      assertThatThrownBy(() -> cqrs.dispatch(new Withdraw("ada", 1), ada))
          .isInstanceOf(NotAuthorizedException.class)
          .hasMessage("User 'ada' may not send Withdraw: no rule allows it.");
      assertThatThrownBy(() -> cqrs.dispatch(new Deposit("ada", -5), ada))
          .isInstanceOf(InvalidMessageException.class)
          .hasMessage("Deposit is invalid: cents must be above 0, but is -5.");
      // [/refusals]

      cqrs.dispatch(new OpenAccount("ada", "Ada"), Metadata.ofUser("clerk"));
      cqrs.dispatch(new Deposit("ada", 5), ada);
      assertThat(cqrs.log().head()).isEqualTo(2);
    }
  }

  @Test
  void an_interceptor_of_the_applications_own_sees_every_command() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    Bank.wire(wiring);
    List<String> seen = new ArrayList<>();
    // [own-interceptor]
    wiring.intercept(
        (command, metadata, next) -> {
          seen.add(command.getClass().getSimpleName());
          return next.proceed(command, metadata);
        });
    // [/own-interceptor]

    try (Cqrs cqrs = wiring.build()) {
      cqrs.dispatch(new OpenAccount("ada", "Ada"));
    }

    assertThat(seen).containsExactly("OpenAccount");
  }

  @Test
  void a_conflict_is_answered_by_deciding_again() {
    Storage storage = new InMemoryStorage();
    AtomicInteger runs = new AtomicInteger();
    CqrsBuilder others = Cqrs.on(storage);
    Bank.wire(others);
    CqrsBuilder wiring = Cqrs.on(storage);
    IRepository<Account, String> accounts = wiring.repository(Account.TYPE, Persistence.EVENTS);
    try (Cqrs other = others.build()) {
      wiring.execute(
          Deposit.class,
          (command, work) -> {
            Account account = accounts.get(command.account());
            if (runs.incrementAndGet() == 1) {
              other.dispatch(new Deposit(command.account(), 1));
            }
            account.deposit(command.cents());
            accounts.save(account);
          });
      // [retry]
      wiring.retry(new RetryOnConflict(5, Duration.ofMillis(1), Duration.ofMillis(50)));
      // [/retry]
      try (Cqrs cqrs = wiring.build()) {
        other.dispatch(new OpenAccount("ada", "Ada"));
        cqrs.dispatch(new Deposit("ada", 10));

        assertThat(runs).hasValue(2);
        assertThat((long) other.dispatch(new Withdraw("ada", 11))).isZero();
      }
    }
  }

  @Test
  void an_inline_view_is_never_behind() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    wiring.handlers(new AccountHandler(wiring.repository(Account.TYPE, Persistence.EVENTS)));
    // [inline]
    wiring.inline(Bank.BALANCES);

    try (Cqrs cqrs = wiring.build()) {
      cqrs.dispatch(new OpenAccount("ada", "Ada"));
      cqrs.dispatch(new Deposit("ada", 500));

      assertThat(cqrs.view(Bank.BALANCES).find("ada")).contains(new Balance("ada", "Ada", 500));
    }
    // [/inline]
  }

  @Test
  void a_following_view_arrives_a_moment_later() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    wiring.handlers(new AccountHandler(wiring.repository(Account.TYPE, Persistence.EVENTS)));
    // [follow]
    wiring.follow(Bank.BALANCES);

    try (Cqrs cqrs = wiring.build()) {
      Receipt<Void> receipt = cqrs.send(new OpenAccount("ada", "Ada"));

      cqrs.await(receipt, Duration.ofSeconds(10));
      assertThat(cqrs.view(Bank.BALANCES).find("ada")).contains(new Balance("ada", "Ada", 0));
    }
    // [/follow]
  }

  @Test
  void an_inline_projection_that_throws_rejects_the_command() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    wiring.handlers(new AccountHandler(wiring.repository(Account.TYPE, Persistence.EVENTS)));
    wiring.inline(
        Projection.into(Balance.TYPE)
            .on(
                AccountOpened.class,
                AccountOpened::account,
                (row, opened) -> {
                  throw new IllegalStateException("broken");
                })
            .build());

    try (Cqrs cqrs = wiring.build()) {
      assertThatThrownBy(() -> cqrs.dispatch(new OpenAccount("ada", "Ada")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("broken");
      assertThat(cqrs.log().head()).isZero();
    }
  }

  @Test
  void a_view_in_another_storage_outlives_the_wiring_and_catches_up() {
    // [two-stores]
    Storage writeModel = new InMemoryStorage();
    Storage readModel = new InMemoryStorage();

    CqrsBuilder wiring = Cqrs.on(writeModel);
    wiring.handlers(
        new AccountHandler(wiring.repository(Account.TYPE, Persistence.STATE_AND_EVENTS)));
    wiring.follow(Bank.BALANCES, readModel);
    // [/two-stores]

    try (Cqrs cqrs = wiring.build()) {
      cqrs.await(cqrs.send(new OpenAccount("ada", "Ada")), PATIENCE);
      assertThat(cqrs.view(Bank.BALANCES).find("ada")).contains(new Balance("ada", "Ada", 0));
    }
  }

  @Test
  void a_new_view_over_an_old_log_is_built_from_its_beginning() {
    Storage storage = new InMemoryStorage();
    CqrsBuilder before = Cqrs.on(storage);
    before.handlers(new AccountHandler(before.repository(Account.TYPE, Persistence.EVENTS)));
    try (Cqrs cqrs = before.build()) {
      cqrs.dispatch(new OpenAccount("ada", "Ada"));
    }
    CqrsBuilder after = Cqrs.on(storage);
    Bank.wire(after);

    try (Cqrs cqrs = after.build()) {
      cqrs.await(Bank.BALANCES, cqrs.log().head(), PATIENCE);

      assertThat(cqrs.view(Bank.BALANCES).count()).isEqualTo(1);
    }
  }

  @Test
  void queries_and_daos_read_the_view() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    wiring.handlers(new AccountHandler(wiring.repository(Account.TYPE, Persistence.EVENTS)));
    wiring.inline(Bank.BALANCES);
    // [query-wiring]
    BalancesDao dao = new BalancesDao(wiring.view(Bank.BALANCES));
    wiring.queries(dao);

    try (Cqrs cqrs = wiring.build()) {
      cqrs.dispatch(new OpenAccount("ada-1", "Ada"));
      cqrs.dispatch(new OpenAccount("ada-2", "Ada"));
      cqrs.dispatch(new Deposit("ada-2", 500));

      assertThat(cqrs.ask(new BalancesOfOwner("Ada")))
          .containsExactly(new Balance("ada-1", "Ada", 0), new Balance("ada-2", "Ada", 500));
      assertThat(dao.total()).isEqualTo(500);
    }
    // [/query-wiring]
  }

  @Test
  void a_query_is_answered_by_a_lambda_too() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    wiring.inline(Bank.BALANCES);
    wiring.events(AccountEvent.class);
    // [query-lambda]
    IReadRepository<Balance, String> balances = wiring.view(Bank.BALANCES);
    wiring.query(BalancesOfOwner.class, query -> balances.findBy(Balance.BY_OWNER, query.owner()));
    // [/query-lambda]

    try (Cqrs cqrs = wiring.build()) {
      assertThat(cqrs.ask(new BalancesOfOwner("Ada"))).isEmpty();
    }
  }

  @Test
  void the_stored_states_are_a_read_model_too() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    // [states]
    wiring.handlers(new AccountHandler(wiring.repository(Account.TYPE, Persistence.STATE)));
    IReadRepository<AccountState, String> states = wiring.states(Account.TYPE.stateType());

    try (Cqrs cqrs = wiring.build()) {
      cqrs.dispatch(new OpenAccount("ada", "Ada"));

      assertThat(states.find("ada")).contains(new AccountState("ada", "Ada", 0));
    }
    // [/states]
  }

  @Test
  void a_query_waits_until_the_view_has_seen_a_command() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    Bank.wire(wiring);
    try (Cqrs cqrs = wiring.build()) {
      // [freshness]
      Receipt<Void> receipt = cqrs.send(new OpenAccount("ada", "Ada"));

      Freshness fresh = Freshness.atLeast(receipt.position(), Duration.ofSeconds(10));
      assertThat(cqrs.ask(new BalancesOfOwner("Ada"), fresh)).hasSize(1);
      // [/freshness]
      // [stale]
      Freshness soon = Freshness.atLeast(receipt.position(), Duration.ofMillis(50)).orElseStale();
      List<Balance> balances = cqrs.ask(new BalancesOfOwner("Ada"), soon);
      // [/stale]
      assertThat(balances).hasSize(1);
    }
  }

  @Test
  void a_command_sent_twice_has_its_effect_once() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    Bank.wire(wiring);
    try (Cqrs cqrs = wiring.build()) {
      cqrs.dispatch(new OpenAccount("ada", "Ada"));
      cqrs.dispatch(new Deposit("ada", 500));
      // [repeat]
      Withdraw withdraw = new Withdraw("ada", 400);

      Receipt<Long> first = cqrs.send(withdraw);
      Receipt<Long> second = cqrs.send(withdraw);

      assertThat(first).isEqualTo(new Receipt<>(100L, 3, false));
      assertThat(second).isEqualTo(new Receipt<>(100L, 3, true));
      // [/repeat]
      // [id-reused]
      Withdraw other = new Withdraw(withdraw.id(), "ada", 1);
      assertThatThrownBy(() -> cqrs.dispatch(other)).isInstanceOf(CommandIdReusedException.class);
      // [/id-reused]
      assertThat(cqrs.log().head()).isEqualTo(3);
    }
  }

  // [dcb]
  record RedeemVoucher(UUID id, String voucher, String account) implements ICommand<Void> {
    RedeemVoucher(String voucher, String account) {
      this(ICommand.newId(), voucher, account);
    }
  }

  record VoucherRedeemed(String voucher, String account) implements Tagged {
    @Override
    public Set<Tag> tags() {
      return Set.of(Tag.of("voucher", voucher), Tag.of("account", account));
    }
  }

  static void wireVouchers(CqrsBuilder wiring) {
    wiring.events(VoucherRedeemed.class);
    wiring.execute(
        RedeemVoucher.class,
        (command, work) -> {
          EventQuery query =
              work.eventsOf(VoucherRedeemed.class).tagged(Tag.of("voucher", command.voucher()));
          int redeemed = work.fold(query, 0, (count, event) -> count + 1);
          if (redeemed == 2) {
            throw new IllegalStateException("Voucher " + command.voucher() + " is used up.");
          }
          work.appendTagged(new VoucherRedeemed(command.voucher(), command.account()));
        });
  }

  // [/dcb]

  @Test
  void a_rule_over_many_streams_is_kept_by_a_query() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    wireVouchers(wiring);
    // [dcb-use]
    try (Cqrs cqrs = wiring.build()) {
      cqrs.dispatch(new RedeemVoucher("SPRING", "ada"));
      cqrs.dispatch(new RedeemVoucher("SPRING", "bob"));
      cqrs.dispatch(new RedeemVoucher("SUMMER", "eve"));

      assertThatThrownBy(() -> cqrs.dispatch(new RedeemVoucher("SPRING", "eve")))
          .hasMessage("Voucher SPRING is used up.");
    }
    // [/dcb-use]
  }

  // [event-name]
  @EventName(value = "interest-paid", revision = 2)
  record InterestPaid(String account, long cents, String currency) {}

  @EventName(value = "interest-paid", revision = 1)
  record InterestPaidV1(String account, long cents) {}

  // [/event-name]

  record PayInterest(UUID id, String account) implements ICommand<Void> {}

  @Test
  void an_old_event_is_read_in_todays_form() {
    Storage storage = new InMemoryStorage();
    CqrsBuilder before = Cqrs.on(storage).events(InterestPaidV1.class);
    before.execute(
        PayInterest.class,
        (command, work) ->
            work.append(command.account(), new InterestPaidV1(command.account(), 7)));
    try (Cqrs cqrs = before.build()) {
      cqrs.dispatch(new PayInterest(ICommand.newId(), "ada"));
    }
    CqrsBuilder wiring = Cqrs.on(storage);
    // [upcaster]
    wiring.events(InterestPaid.class, InterestPaidV1.class);
    wiring.eventTypes(
        types ->
            types.upcast(
                InterestPaidV1.class,
                InterestPaid.class,
                old -> new InterestPaid(old.account(), old.cents(), "EUR")));
    // [/upcaster]

    try (Cqrs cqrs = wiring.build()) {
      assertThat(cqrs.log().read(EventQuery.all(), 0, 10).events())
          .extracting(RecordedEvent::payload)
          .containsExactly(new InterestPaid("ada", 7, "EUR"));
    }
  }

  @Test
  void snapshots_change_nothing_but_the_time_of_loading() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    // [snapshots]
    IRepository<Account, String> accounts =
        wiring.repository(Account.TYPE, Persistence.EVENTS, SnapshotPolicy.everyEvents(100));
    // [/snapshots]
    wiring.handlers(new AccountHandler(accounts));

    var snapshots = wiring.states(Account.TYPE.snapshotType());
    try (Cqrs cqrs = wiring.build()) {
      cqrs.dispatch(new OpenAccount("ada", "Ada"));
      for (int i = 0; i < 120; i++) {
        cqrs.dispatch(new Deposit("ada", 1));
      }

      assertThat(snapshots.find("ada").map(AccountState::cents)).contains(99L);
      assertThat((long) cqrs.dispatch(new Withdraw("ada", 20))).isEqualTo(100);
    }
  }

  @Test
  void a_subscriber_hears_of_events_after_the_commit() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    Bank.wire(wiring);
    // [subscribe]
    List<String> notices = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    wiring.subscribe(Deposited.class, event -> notices.add(event.account() + " got money"));
    wiring.subscribe(
        AccountOpened.class,
        event -> {
          throw new IllegalStateException("no mail server");
        });
    wiring.onSubscriberFailure((event, failure) -> failures.add(failure.getMessage()));

    try (Cqrs cqrs = wiring.build()) {
      cqrs.dispatch(new OpenAccount("ada", "Ada"));
      cqrs.dispatch(new Deposit("ada", 500));
    }
    assertThat(notices).containsExactly("ada got money");
    assertThat(failures).containsExactly("no mail server");
    // [/subscribe]
  }

  @Test
  void a_closed_cqrs_takes_nothing_and_the_next_one_goes_on() {
    // [close]
    Storage storage = new InMemoryStorage();
    CqrsBuilder wiring = Cqrs.on(storage);
    Bank.wire(wiring);
    Cqrs cqrs = wiring.build();
    cqrs.dispatch(new OpenAccount("ada", "Ada"));
    cqrs.close();

    assertThatThrownBy(() -> cqrs.dispatch(new Deposit("ada", 500)))
        .isInstanceOf(IllegalStateException.class);

    CqrsBuilder next = Cqrs.on(storage);
    Bank.wire(next);
    try (Cqrs again = next.build()) {
      again.dispatch(new Deposit("ada", 500));
      assertThat(again.log().head()).isEqualTo(2);
    }
    // [/close]
  }

  @Test
  void a_view_over_aggregates_stored_as_state_alone_is_refused() {
    CqrsBuilder wiring = Cqrs.on(new InMemoryStorage());
    wiring.handlers(new AccountHandler(wiring.repository(Account.TYPE, Persistence.STATE)));
    Projection<Balance, String> view = Bank.BALANCES;
    wiring.inline(view);

    assertThatThrownBy(wiring::build).isInstanceOf(ConfigurationException.class);
  }
}
