package org.plaincqrs.inmemory.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.AggregateNotFoundException;
import org.plaincqrs.aggregate.AggregateType;
import org.plaincqrs.aggregate.Decider;
import org.plaincqrs.aggregate.DeciderRepository;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.aggregate.Persistence;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.command.RetryOnConflict;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.inmemory.behaviour.Bank.Account;
import org.plaincqrs.inmemory.behaviour.Bank.AccountEvent;
import org.plaincqrs.inmemory.behaviour.Bank.Deposit;
import org.plaincqrs.inmemory.behaviour.Bank.Deposited;
import org.plaincqrs.inmemory.behaviour.Bank.Open;
import org.plaincqrs.inmemory.behaviour.Bank.Opened;
import org.plaincqrs.inmemory.behaviour.Bank.Probe;
import org.plaincqrs.inmemory.behaviour.Bank.State;
import org.plaincqrs.inmemory.behaviour.Bank.Withdraw;
import org.plaincqrs.storage.ConflictException;
import org.plaincqrs.storage.DocumentType;

/** A handler can't tell how its aggregates are stored. */
class RepositoriesTest {
  private final CqrsBuilder builder =
      Cqrs.on(new InMemoryStorage()).retry(new RetryOnConflict(2, Duration.ZERO, Duration.ZERO));

  // ---- the three kinds of persistence

  @ParameterizedTest
  @EnumSource(Persistence.class)
  void commands_are_answered_the_same(Persistence persistence) {
    IRepository<Account, String> accounts = builder.repository(Account.TYPE, persistence);
    try (Cqrs cqrs = builder.handlers(new Bank.Handlers(accounts)).build()) {
      cqrs.send(new Open("ada"));
      long deposited = cqrs.dispatch(new Deposit("ada", 500));
      long withdrawn = cqrs.dispatch(new Withdraw("ada", 200));

      assertThat(List.of(deposited, withdrawn)).containsExactly(500L, 300L);
      assertThat(accounts.get("ada").cents()).isEqualTo(300);
      assertThat(accounts.find("bob")).isEmpty();
      assertThat(cqrs.log().head()).isEqualTo(persistence == Persistence.STATE ? 0 : 3);
    }
  }

  @ParameterizedTest
  @EnumSource(Persistence.class)
  void commands_are_refused_the_same(Persistence persistence) {
    IRepository<Account, String> accounts = builder.repository(Account.TYPE, persistence);
    try (Cqrs cqrs = builder.handlers(new Bank.Handlers(accounts)).build()) {
      cqrs.send(new Open("ada"));

      assertThatThrownBy(() -> cqrs.send(new Withdraw("ada", 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Only 0 cents are left.");
      assertThatThrownBy(() -> cqrs.send(new Withdraw("bob", 1)))
          .isInstanceOf(AggregateNotFoundException.class)
          .hasMessage("There is no account 'bob'. Create it first, or check the key.");
      assertThatThrownBy(() -> cqrs.send(new Open("ada"))).isInstanceOf(ConflictException.class);
      assertThat(accounts.get("ada").cents()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Persistence.class)
  void sixteen_threads_lose_no_deposit(Persistence persistence) throws Exception {
    builder.retry(new RetryOnConflict());
    IRepository<Account, String> accounts = builder.repository(Account.TYPE, persistence);
    try (Cqrs cqrs = builder.handlers(new Bank.Handlers(accounts)).build()) {
      cqrs.send(new Open("ada"));

      List<Object> outcomes =
          Race.of(
              16,
              i ->
                  LongStream.range(0, 50)
                      .map(n -> cqrs.dispatch(new Deposit("ada", 1)))
                      .boxed()
                      .toList());

      assertThat(outcomes).allMatch(List.class::isInstance);
      assertThat(outcomes.stream().flatMap(answers -> ((List<?>) answers).stream()))
          .hasSize(800)
          .doesNotHaveDuplicates();
      assertThat(accounts.get("ada").cents()).isEqualTo(800);
    }
  }

  @ParameterizedTest
  @EnumSource(Persistence.class)
  void an_aggregate_is_decided_again_after_a_conflict(Persistence persistence) {
    IRepository<Account, String> accounts = builder.repository(Account.TYPE, persistence);
    AtomicInteger runs = new AtomicInteger();
    Cqrs[] other = new Cqrs[1];
    builder.handle(
        Probe.class,
        probe -> {
          Account account = accounts.get("ada");
          if (runs.incrementAndGet() == 1) {
            Race.of(1, i -> other[0].send(new Deposit("ada", 40)));
          }
          account.deposit(2);
          accounts.save(account);
          return account.cents();
        });
    try (Cqrs cqrs = builder.handlers(new Bank.Handlers(accounts)).build()) {
      other[0] = cqrs;
      cqrs.send(new Open("ada"));

      assertThat(cqrs.dispatch(new Probe())).isEqualTo(42L);
      assertThat(runs).hasValue(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Persistence.class)
  void the_repeated_command_gets_the_recorded_answer(Persistence persistence) {
    IRepository<Account, String> accounts = builder.repository(Account.TYPE, persistence);
    try (Cqrs cqrs = builder.handlers(new Bank.Handlers(accounts)).build()) {
      cqrs.send(new Open("ada"));
      Deposit deposit = new Deposit("ada", 500);
      Receipt<Long> first = cqrs.send(deposit);

      Receipt<Long> second = cqrs.send(deposit);

      assertThat(second).isEqualTo(new Receipt<>(500L, first.position(), true));
      assertThat(accounts.get("ada").cents()).isEqualTo(500);
    }
  }

  // ---- documents

  record Note(String key, String text) {
    static final DocumentType<Note, String> TYPE =
        DocumentType.of("notes", Note.class, String.class);
  }

  @Test
  void a_record_is_stored_and_replaced_as_a_document() {
    IRepository<Note, String> notes = builder.repository(Note.TYPE, Note::key);
    builder.handle(
        Probe.class,
        probe -> {
          String before = notes.find("n").map(Note::text).orElse("");
          notes.save(new Note("n", before + probe.text()));
          return notes.get("n").text();
        });
    var states = builder.states(Note.TYPE);
    try (Cqrs cqrs = builder.build()) {
      assertThat(cqrs.dispatch(new Probe("a"))).isEqualTo("a");
      assertThat(cqrs.dispatch(new Probe("b"))).isEqualTo("ab");

      assertThat(notes.get("n")).isEqualTo(new Note("n", "ab"));
      assertThat(states.all()).containsExactly(new Note("n", "ab"));
      assertThat(states.count()).isEqualTo(1);
    }
  }

  @Test
  void a_document_that_changed_meanwhile_is_a_conflict() {
    IRepository<Note, String> notes = builder.repository(Note.TYPE, Note::key);
    Cqrs[] other = new Cqrs[1];
    builder.handle(
        Probe.class,
        probe -> {
          Note note = notes.find("n").orElse(new Note("n", ""));
          if (probe.text().equals("slow")) {
            Race.of(1, i -> other[0].send(new Probe("quick")));
          }
          notes.save(new Note("n", note.text() + probe.text()));
          return null;
        });
    try (Cqrs cqrs = builder.build()) {
      other[0] = cqrs;
      cqrs.send(new Probe("first "));

      assertThatThrownBy(() -> cqrs.send(new Probe("slow")))
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "Write of notes 'n' refused: expected version 2, found version 3."
                  + " Reload the aggregate and retry.");
      assertThat(notes.get("n").text()).isEqualTo("first quickquick");
    }
  }

  @Test
  void a_document_that_is_not_there_is_refused_by_name() {
    IRepository<Note, String> notes = builder.repository(Note.TYPE, Note::key);
    try (Cqrs cqrs = builder.build()) {
      assertThat(cqrs.log().head()).isZero();
      assertThatThrownBy(() -> notes.get("n"))
          .isInstanceOf(AggregateNotFoundException.class)
          .hasMessage("There is no notes 'n'. Create it first, or check the key.");
    }
  }

  // ---- deciders

  /** Deposits by function: the command is the amount; nothing happens for 0. */
  static final class Saving implements Decider<Long, State, AccountEvent> {
    @Override
    public State initialState() {
      return State.NONE;
    }

    @Override
    public List<AccountEvent> decide(Long cents, State state) {
      if (cents < 0) {
        throw new IllegalArgumentException("Only deposits.");
      }
      List<AccountEvent> events = new ArrayList<>();
      if (state.equals(State.NONE)) {
        events.add(new Opened("box"));
      }
      if (cents > 0) {
        events.add(new Deposited("box", cents));
      }
      return cents == 0 ? List.of() : events;
    }

    @Override
    public State evolve(State state, AccountEvent event) {
      return event instanceof Deposited deposited
          ? new State(state.account(), state.cents() + deposited.cents())
          : new State("box", 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Persistence.class)
  void a_decider_decides_on_the_state_that_its_events_made(Persistence persistence) {
    Saving saving = new Saving();
    AggregateType.Named<State, AccountEvent> type =
        AggregateType.of("saving", State.class, AccountEvent.class);
    DeciderRepository<Long, State, AccountEvent> savings =
        builder.decider(saving, type, persistence);
    builder.handle(Deposit.class, deposit -> savings.decide("box", deposit.cents()).cents());
    try (Cqrs cqrs = builder.build()) {
      long nothing = cqrs.dispatch(new Deposit("box", 0));
      State untouched = savings.state("box");
      long first = cqrs.dispatch(new Deposit("box", 5));
      long second = cqrs.dispatch(new Deposit("box", 6));

      assertThat(List.of(nothing, first, second)).containsExactly(0L, 5L, 11L);
      assertThat(untouched).isEqualTo(State.NONE);
      assertThat(savings.state("box")).isEqualTo(new State("box", 11));
      assertThat(cqrs.log().head()).isEqualTo(persistence == Persistence.STATE ? 0 : 3);
      assertThatThrownBy(() -> cqrs.send(new Deposit("box", -1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Only deposits.");
    }
  }

  @Test
  void a_decider_may_decide_twice_in_one_command() {
    Saving saving = new Saving();
    DeciderRepository<Long, State, AccountEvent> savings =
        builder.decider(
            saving,
            AggregateType.of("saving", State.class, AccountEvent.class),
            Persistence.EVENTS);
    builder.handle(
        Deposit.class,
        deposit -> {
          savings.decide("box", deposit.cents());
          return savings.decide("box", deposit.cents()).cents();
        });
    try (Cqrs cqrs = builder.build()) {
      long cents = cqrs.dispatch(new Deposit("box", 5));

      assertThat(cents).isEqualTo(10);
      assertThat(cqrs.log().version("saving-box")).isEqualTo(3);
    }
  }

  // ---- aggregates that break their own contract

  static final class Careless extends org.plaincqrs.aggregate.Aggregate<State, AccountEvent> {
    Careless(State state) {
      super(state);
    }

    void open() {
      raise(new Opened("ada"));
    }

    @Override
    protected State evolve(State state, AccountEvent event) {
      return null;
    }
  }

  @Test
  void a_state_of_null_is_refused() {
    assertThatThrownBy(() -> new Account(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("The state of an aggregate is null.");
    assertThatThrownBy(() -> new Careless(State.NONE).open())
        .isInstanceOf(NullPointerException.class)
        .hasMessage("evolve() returned null for Opened.");
  }
}
