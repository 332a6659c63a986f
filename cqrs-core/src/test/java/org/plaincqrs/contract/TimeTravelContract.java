package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plaincqrs.contract.Notes.SOON;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.Aggregate;
import org.plaincqrs.aggregate.AggregateType;
import org.plaincqrs.aggregate.Decider;
import org.plaincqrs.aggregate.DeciderRepository;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.aggregate.Persistence;
import org.plaincqrs.aggregate.SnapshotPolicy;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.contract.ContractEvent.Deposited;
import org.plaincqrs.contract.ContractEvent.Noted;
import org.plaincqrs.contract.ContractEvent.Opened;
import org.plaincqrs.contract.ContractModel.Counter;
import org.plaincqrs.contract.ContractModel.Person;
import org.plaincqrs.contract.Notes.Deposit;
import org.plaincqrs.contract.Notes.Note;
import org.plaincqrs.contract.Notes.NoteMany;
import org.plaincqrs.contract.Notes.Page;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.storage.AsOf;
import org.plaincqrs.storage.NotInLogException;

/** What is promised about the past, on every backend. */
@Timeout(120)
public abstract class TimeTravelContract extends ApplicationFixture {
  /** What an account holds. */
  public record Balance(String owner, int amount) {
    static final Balance NONE = new Balance("", 0);

    private Balance after(ContractEvent event) {
      if (event instanceof Opened opened) {
        return new Balance(opened.owner(), amount);
      }
      return event instanceof Deposited deposited
          ? new Balance(owner, amount + deposited.amount())
          : this;
    }
  }

  /** An account that is stored with its events. */
  static final class Account extends Aggregate<Balance, ContractEvent> {
    static final AggregateType<Account, String, Balance, ContractEvent> TYPE =
        AggregateType.of("account", Balance.class, ContractEvent.class)
            .startingFrom(Balance.NONE, Account::new)
            .keyedBy(String.class, account -> account.state().owner());

    Account(Balance balance) {
      super(balance);
    }

    int amount() {
      return state().amount();
    }

    void change(ContractEvent event) {
      raise(event);
    }

    @Override
    protected Balance evolve(Balance balance, ContractEvent event) {
      return balance.after(event);
    }
  }

  /** Adds to an account, which is opened by the first. */
  record Add(UUID id, String account, int amount) implements ICommand<@Nullable Void> {
    Add(String account, int amount) {
      this(UUID.randomUUID(), account, amount);
    }
  }

  private final TestClock clock = new TestClock();
  private final Projection<Page, String> pages = Notes.pages().build();
  private @Nullable IRepository<Account, String> repository;

  private IRepository<Account, String> accounts() {
    assertThat(repository).isNotNull();
    return repository;
  }

  private Cqrs bank(Persistence persistence) {
    CqrsBuilder builder = Notes.on(storage()).clock(clock);
    IRepository<Account, String> all =
        builder.repository(Account.TYPE, persistence, SnapshotPolicy.everyEvents(2));
    repository = all;
    return open(
        builder.execute(
            Add.class,
            add -> {
              Account account = all.find(add.account()).orElseGet(() -> opened(add.account()));
              account.change(new Deposited(add.amount()));
              all.save(account);
            }));
  }

  private static Account opened(String owner) {
    Account account = new Account(Balance.NONE);
    account.change(new Opened(owner));
    return account;
  }

  private Optional<Integer> amount(AsOf asOf) {
    return accounts().find("ada", asOf).map(Account::amount);
  }

  // Aggregates

  @Test
  void an_aggregate_is_found_as_of_each_of_its_versions() {
    for (Persistence each : List.of(Persistence.EVENTS, Persistence.STATE_AND_EVENTS)) {
      try (Cqrs cqrs = bank(each)) {
        if (each == Persistence.EVENTS) {
          IntStream.rangeClosed(1, 4).forEach(i -> cqrs.send(new Add("ada", i)));
        }

        assertThat(amount(AsOf.version(0))).isEmpty();
        assertThat(IntStream.rangeClosed(1, 5).mapToObj(i -> amount(AsOf.version(i)).orElseThrow()))
            .containsExactly(0, 1, 3, 6, 10);
        assertThat(amount(AsOf.now())).contains(10);
        assertThat(accounts().find("nobody", AsOf.now())).isEmpty();
      }
    }
  }

  @Test
  void an_aggregate_is_found_as_of_a_position_of_the_whole_log() {
    Cqrs cqrs = bank(Persistence.EVENTS);
    cqrs.send(new Add("bob", 7));
    cqrs.send(new Add("ada", 1));
    cqrs.send(new Add("bob", 7));
    cqrs.send(new Add("ada", 2));

    assertThat(IntStream.rangeClosed(0, 6).mapToObj(i -> amount(AsOf.position(i)).orElse(-1)))
        .containsExactly(-1, -1, -1, 0, 1, 1, 3);
  }

  @Test
  void an_aggregate_is_found_as_of_an_instant_and_what_is_to_come_is_now() {
    Cqrs cqrs = bank(Persistence.EVENTS);
    Instant before = clock.instant();
    for (int i = 1; i <= 3; i++) {
      clock.advance(Duration.ofMinutes(1));
      cqrs.send(new Add("ada", i));
    }
    Instant last = clock.instant();

    assertThat(amount(AsOf.time(before))).isEmpty();
    assertThat(amount(AsOf.time(before.plusSeconds(60)))).contains(1);
    assertThat(amount(AsOf.time(before.plusSeconds(119)))).contains(1);
    assertThat(amount(AsOf.time(last))).contains(6);
    assertThat(amount(AsOf.time(last.plus(Duration.ofDays(36_500))))).contains(6);
  }

  @Test
  void events_behind_one_that_was_recorded_later_don_t_count() {
    Cqrs cqrs = bank(Persistence.EVENTS);
    Instant start = clock.instant();
    cqrs.send(new Add("ada", 1));
    clock.advance(Duration.ofMinutes(10));
    cqrs.send(new Add("ada", 2));
    clock.advance(Duration.ofMinutes(-5));
    cqrs.send(new Add("ada", 4));

    assertThat(amount(AsOf.time(start.plusSeconds(360)))).contains(1);
    assertThat(amount(AsOf.time(start.plusSeconds(600)))).contains(7);
  }

  @Test
  void what_the_log_has_not_reached_is_refused() {
    Cqrs cqrs = bank(Persistence.EVENTS);
    cqrs.send(new Add("ada", 1));

    assertThatThrownBy(() -> amount(AsOf.version(3)))
        .isInstanceOfSatisfying(
            NotInLogException.class,
            refusal -> {
              assertThat(refusal.asked()).isEqualTo(3);
              assertThat(refusal.last()).isEqualTo(2);
            })
        .hasMessage(
            "Stream 'account-ada' has no version 3 yet; its last is 2. Ask for one up to that.");
    assertThatThrownBy(() -> amount(AsOf.position(3)))
        .isInstanceOf(NotInLogException.class)
        .hasMessage("The log has no position 3 yet; its last is 2. Ask for one up to that.");
    assertThatThrownBy(() -> cqrs.view(pages, AsOf.position(3)))
        .isInstanceOf(NotInLogException.class)
        .hasMessage("The log has no position 3 yet; its last is 2. Ask for one up to that.");
    assertThatThrownBy(() -> cqrs.view(pages, AsOf.version(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A version 1 is one of a stream; ask for a position or an instant instead.");
    assertThatThrownBy(() -> AsOf.position(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The position -1 is negative; 0 is before the first event.");
  }

  @Test
  void an_aggregate_of_the_past_can_t_change_and_is_not_the_one_of_the_command() {
    Cqrs cqrs = bank(Persistence.EVENTS);
    cqrs.send(new Add("ada", 1));
    Account then = accounts().find("ada", AsOf.version(1)).orElseThrow();

    assertThatThrownBy(() -> then.change(new Deposited(5)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "This Account is as of version 1 and can't change; find it without a point in the past to"
                + " change it.");
    cqrs.send(new Add("ada", 2));
    assertThat(accounts().get("ada").amount()).isEqualTo(3);
  }

  @Test
  void the_past_of_what_has_no_events_is_refused() {
    CqrsBuilder builder = Notes.on(storage());
    IRepository<Account, String> states = builder.repository(Account.TYPE, Persistence.STATE);
    IRepository<Person, String> people =
        builder.repository(ContractModel.PLAIN_PEOPLE, Person::name);
    open(builder);

    assertThatThrownBy(() -> states.find("ada", AsOf.now()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "The past of 'account' is not kept: it is stored as Persistence.STATE, without its"
                + " events; store it as STATE_AND_EVENTS or EVENTS.");
    assertThatThrownBy(() -> people.find("ada", AsOf.now()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "The past of 'person' is not kept, since it has no events; make it an Aggregate that"
                + " raises some.");
  }

  /** Adds what it is told to. */
  private static final class Adding implements Decider<Integer, Balance, ContractEvent> {
    @Override
    public Balance initialState() {
      return Balance.NONE;
    }

    @Override
    public List<ContractEvent> decide(Integer amount, Balance state) {
      return List.of(new Deposited(amount));
    }

    @Override
    public Balance evolve(Balance state, ContractEvent event) {
      return state.after(event);
    }
  }

  @Test
  void the_state_of_a_decider_is_found_as_of_a_version() {
    CqrsBuilder builder = Notes.on(storage());
    DeciderRepository<Integer, Balance, ContractEvent> deciders =
        builder.decider(
            new Adding(),
            AggregateType.of("account", Balance.class, ContractEvent.class),
            Persistence.EVENTS);
    Cqrs cqrs =
        open(builder.execute(Add.class, add -> deciders.decide(add.account(), add.amount())));
    cqrs.send(new Add("ada", 1));
    cqrs.send(new Add("ada", 2));

    assertThat(deciders.state("ada", AsOf.version(0))).isEqualTo(Balance.NONE);
    assertThat(deciders.state("ada", AsOf.version(1)).amount()).isEqualTo(1);
    assertThat(deciders.state("ada", AsOf.now())).isEqualTo(deciders.state("ada"));
  }

  // Views

  @Test
  void a_view_as_of_each_position_is_what_it_was_then() {
    Cqrs cqrs = open(Notes.on(storage()).inline(pages));
    List<List<Page>> then = new ArrayList<>();
    then.add(List.of());
    for (int i = 0; i < 12; i++) {
      if (i % 4 == 3) {
        cqrs.send(new Deposit("a", 1));
      } else {
        cqrs.send(new Note("page " + i % 5, "note " + i));
      }
      then.add(cqrs.view(pages).all().toList());
    }

    for (int position = 0; position <= 12; position++) {
      IReadRepository<Page, String> view = cqrs.view(pages, AsOf.position(position));
      assertThat(view.all()).as("position " + position).isEqualTo(then.get(position));
      assertThat(view.count()).isEqualTo(then.get(position).size());
      for (Page page : then.get(position)) {
        assertThat(view.find(page.stream())).contains(page);
      }
    }
  }

  @Test
  void a_view_as_of_an_instant_is_what_it_was_then_and_stays_so() {
    Cqrs cqrs = open(Notes.on(storage()).clock(clock));
    cqrs.send(new Note("a", "early"));
    Instant then = clock.instant();
    clock.advance(Duration.ofSeconds(1));
    cqrs.send(new Note("a", "late"));

    IReadRepository<Page, String> early = cqrs.view(pages, AsOf.time(then));
    IReadRepository<Page, String> now = cqrs.view(pages, AsOf.time(Instant.MAX));
    cqrs.send(new Note("a", "later still"));

    assertThat(early.find("a")).contains(new Page("a", 1, "early"));
    assertThat(now.find("a")).contains(new Page("a", 2, "late"));
    assertThat(cqrs.view(pages, AsOf.time(then.minusSeconds(1))).all()).isEmpty();
  }

  @Test
  void every_position_around_the_pages_of_a_long_log_is_right() {
    Cqrs cqrs = open(Notes.on(storage()));
    cqrs.send(new NoteMany(List.of("a"), 2_500));

    for (int position : new int[] {1, 999, 1_000, 1_001, 1_999, 2_000, 2_001, 2_499, 2_500}) {
      assertThat(cqrs.view(pages, AsOf.position(position)).find("a"))
          .contains(new Page("a", position, String.valueOf(position - 1)));
    }
  }

  @Test
  void a_log_is_read_in_pages_up_to_where_it_ended_at_the_start() {
    Cqrs cqrs = open(Notes.on(storage()));
    cqrs.send(new NoteMany(List.of("a", "b"), 1_200));
    List<RecordedEvent> all = new ArrayList<>();
    List<RecordedEvent> stream = new ArrayList<>();

    AsOf.now()
        .read(
            cqrs.log(),
            EventQuery.all(),
            page -> {
              assertThat(page).hasSizeLessThanOrEqualTo(1_000);
              all.addAll(page);
              cqrs.send(new NoteMany(List.of("a"), 1_000));
            });
    long versions =
        AsOf.version(1_100)
            .read(
                cqrs.log(),
                "a",
                page -> {
                  assertThat(page).hasSizeLessThanOrEqualTo(1_000);
                  stream.addAll(page);
                });

    assertThat(StorageFixture.positions(all))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 2_400).mapToObj(i -> (long) i).toList());
    assertThat(versions).isEqualTo(1_100);
    assertThat(StorageFixture.versions(stream))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 1_100).mapToObj(i -> (long) i).toList());
  }

  @Test
  void old_events_are_seen_as_the_program_knows_them_today() {
    Cqrs old = bank(Persistence.EVENTS);
    old.send(new Add("ada", 1));
    old.send(new Note("account-ada", "forty"));
    old.send(new Note("account-ada", "nothing"));
    old.send(new Add("ada", 2));
    CqrsBuilder builder =
        Notes.on(storage(), "today")
            .eventTypes(
                types ->
                    types.upcastToMany(
                        Noted.class,
                        Set.of(Deposited.class),
                        noted ->
                            noted.text().equals("forty")
                                ? List.of(new Deposited(30), new Deposited(10))
                                : List.of()));
    IRepository<Account, String> today = builder.repository(Account.TYPE, Persistence.EVENTS);
    Cqrs cqrs = open(builder);
    Projection<Counter, String> deposits =
        Projection.into(ContractModel.COUNTERS)
            .on(
                Deposited.class,
                deposited -> "all",
                (all, deposited) -> new Counter((all == null ? 0 : all.count()) + 1))
            .build();

    assertThat(
            IntStream.rangeClosed(1, 5)
                .mapToObj(i -> today.find("ada", AsOf.version(i)).orElseThrow().amount()))
        .containsExactly(0, 1, 41, 41, 43);
    assertThat(cqrs.view(deposits, AsOf.position(3)).find("all")).contains(new Counter(3));
    assertThat(cqrs.view(deposits, AsOf.now()).find("all")).contains(new Counter(4));
    assertThatThrownBy(() -> cqrs.view(pages, AsOf.now()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("an old form that an upcaster replaces");
  }

  @Test
  void the_past_of_a_view_is_as_of_now_when_it_has_caught_up() {
    Cqrs cqrs = open(Notes.on(storage()).follow(pages));
    cqrs.send(new NoteMany(List.of("\ud83d\ude00", "\uff5e", "a", "B"), 3));
    cqrs.await(pages, cqrs.log().head(), SOON);

    assertThat(cqrs.view(pages, AsOf.now()).all()).isEqualTo(cqrs.view(pages).all().toList());
  }
}
