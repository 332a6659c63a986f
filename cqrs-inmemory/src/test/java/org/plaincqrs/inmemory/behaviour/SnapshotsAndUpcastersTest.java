package org.plaincqrs.inmemory.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.aggregate.Persistence;
import org.plaincqrs.aggregate.SnapshotPolicy;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.UnknownEventTypeException;
import org.plaincqrs.inmemory.behaviour.Bank.Account;
import org.plaincqrs.inmemory.behaviour.Bank.AccountEvent;
import org.plaincqrs.inmemory.behaviour.Bank.Balance;
import org.plaincqrs.inmemory.behaviour.Bank.Deposit;
import org.plaincqrs.inmemory.behaviour.Bank.Deposited;
import org.plaincqrs.inmemory.behaviour.Bank.Open;
import org.plaincqrs.inmemory.behaviour.Bank.Opened;
import org.plaincqrs.inmemory.behaviour.Bank.Probe;
import org.plaincqrs.inmemory.behaviour.Bank.State;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Versioned;

class SnapshotsAndUpcastersTest {
  private static final DocumentType<State, String> SNAPSHOTS = Account.TYPE.snapshotType();

  private final SpyStorage storage = new SpyStorage();

  private Cqrs bank(SnapshotPolicy policy) {
    CqrsBuilder builder = Cqrs.on(storage);
    IRepository<Account, String> accounts =
        builder.repository(Account.TYPE, Persistence.EVENTS, policy);
    return builder.handlers(new Bank.Handlers(accounts)).build();
  }

  private Optional<Versioned<State>> snapshot() {
    return documents().find(SNAPSHOTS, "ada");
  }

  private DocumentStore documents() {
    return storage
        .storage
        .open(
            new StorageModel(
                EventTypes.of(AccountEvent.class),
                List.of(SNAPSHOTS),
                List.of(),
                Clock.systemUTC()))
        .documents();
  }

  private static void openAndDeposit(Cqrs cqrs, int times) {
    cqrs.send(new Open("ada"));
    for (int i = 0; i < times; i++) {
      cqrs.send(new Deposit("ada", 10));
    }
  }

  // ---- snapshots

  @Test
  void a_snapshot_is_taken_when_enough_events_have_come() {
    try (Cqrs cqrs = bank(SnapshotPolicy.everyEvents(3))) {
      openAndDeposit(cqrs, 1);
      assertThat(snapshot()).isEmpty();

      cqrs.send(new Deposit("ada", 10));
      assertThat(snapshot()).contains(new Versioned<>(new State("ada", 20), 3));
      cqrs.send(new Deposit("ada", 10));
      cqrs.send(new Deposit("ada", 10));
      assertThat(snapshot()).contains(new Versioned<>(new State("ada", 20), 3));

      cqrs.send(new Deposit("ada", 10));
      assertThat(snapshot()).contains(new Versioned<>(new State("ada", 50), 6));
    }
  }

  @Test
  void a_snapshot_is_taken_when_replay_takes_long() {
    try (Cqrs cqrs = bank(SnapshotPolicy.whenReplayTakes(Duration.ZERO))) {
      openAndDeposit(cqrs, 1);

      assertThat(snapshot()).contains(new Versioned<>(new State("ada", 10), 2));
    }
  }

  @Test
  void no_snapshot_is_taken_without_a_policy() {
    try (Cqrs cqrs = bank(SnapshotPolicy.NEVER)) {
      openAndDeposit(cqrs, 5);

      assertThat(snapshot()).isEmpty();
    }
  }

  @Test
  void loading_reads_only_the_events_behind_the_snapshot() {
    try (Cqrs cqrs = bank(SnapshotPolicy.everyEvents(3))) {
      openAndDeposit(cqrs, 3);
      storage.calls.clear();

      long cents = cqrs.dispatch(new Deposit("ada", 10));

      assertThat(cents).isEqualTo(40);
      assertThat(storage.calls).containsExactly("read account-ada after 3");
    }
  }

  @Test
  void a_snapshot_ahead_of_its_stream_is_ignored_and_replaced() {
    try (Cqrs cqrs = bank(SnapshotPolicy.everyEvents(3))) {
      openAndDeposit(cqrs, 1);
      documents()
          .write(tx -> tx.put(SNAPSHOTS, "ada", new Versioned<>(new State("ada", 9_999), 50)));

      long cents = cqrs.dispatch(new Deposit("ada", 10));

      assertThat(cents).isEqualTo(20);
      assertThat(snapshot()).contains(new Versioned<>(new State("ada", 20), 3));
    }
  }

  @Test
  void a_state_of_another_revision_has_snapshots_of_its_own() {
    assertThat(SNAPSHOTS.name()).isEqualTo("account.snapshot.1");
    assertThat(Account.TYPE.stateRevision(2).snapshotType().name()).isEqualTo("account.snapshot.2");
    assertThat(Account.TYPE.stateRevision(2).stateType().name()).isEqualTo("account");
  }

  @Test
  void a_snapshot_policy_that_fails_fails_no_command_and_keeps_no_subscriber_from_hearing() {
    List<Object> heard = new ArrayList<>();
    CqrsBuilder builder = Cqrs.on(storage).subscribe(AccountEvent.class, heard::add);
    IRepository<Account, String> accounts =
        builder.repository(
            Account.TYPE,
            Persistence.EVENTS,
            (events, replay) -> {
              throw new IllegalStateException("policy");
            });
    try (Cqrs cqrs = builder.handlers(new Bank.Handlers(accounts)).build()) {
      Receipt<Void> receipt = cqrs.send(new Open("ada"));

      assertThat(receipt).isEqualTo(new Receipt<Void>(null, 1, false));
      assertThat(heard).containsExactly(new Opened("ada"));
    }
  }

  // ---- upcasters

  record MovedV1(String account, long euros) {}

  record Noise(String account) {}

  private void recordOldEvents() {
    CqrsBuilder builder =
        Cqrs.on(storage)
            .eventTypes(
                types ->
                    types
                        .add(AccountEvent.class)
                        .add("Moved", 1, MovedV1.class)
                        .add("Noise", 1, Noise.class))
            .handle(
                Probe.class,
                (probe, work) -> {
                  work.append(
                      "account-ada",
                      new Opened("ada"),
                      new Noise("ada"),
                      new MovedV1("ada", 7),
                      new Deposited("ada", 1));
                  return null;
                });
    try (Cqrs cqrs = builder.build()) {
      cqrs.send(new Probe());
    }
  }

  private CqrsBuilder today() {
    return Cqrs.on(storage)
        .eventTypes(
            types ->
                types
                    .add(AccountEvent.class)
                    .add("Moved", 1, MovedV1.class)
                    .add("Noise", 1, Noise.class)
                    .drop(Noise.class)
                    .upcastToMany(
                        MovedV1.class,
                        Set.of(Deposited.class),
                        old ->
                            List.of(
                                new Deposited(old.account(), old.euros() * 100),
                                new Deposited(old.account(), 0))));
  }

  @Test
  void the_log_shows_old_events_as_the_program_knows_them_today() {
    recordOldEvents();
    try (Cqrs cqrs = today().build()) {
      List<RecordedEvent> events = cqrs.log().read(EventQuery.all(), 0, 10).events();

      assertThat(events)
          .extracting(RecordedEvent::payload)
          .containsExactly(
              new Opened("ada"),
              new Deposited("ada", 700),
              new Deposited("ada", 0),
              new Deposited("ada", 1));
      assertThat(events).extracting(RecordedEvent::position).containsExactly(1L, 3L, 3L, 4L);
      assertThat(cqrs.log().readStream("account-ada", 0, 10).events()).isEqualTo(events);
      assertThat(cqrs.log().readBackward(EventQuery.all(), Long.MAX_VALUE, 1).events())
          .extracting(RecordedEvent::payload)
          .containsExactly(new Deposited("ada", 1));
      assertThat(cqrs.log().readStreamBackward("account-ada", Long.MAX_VALUE, 1).events())
          .extracting(RecordedEvent::payload)
          .containsExactly(new Deposited("ada", 1));
      assertThat(cqrs.log().version("account-ada")).isEqualTo(4);
    }
  }

  @Test
  void repositories_and_views_see_old_events_as_the_program_knows_them_today() {
    recordOldEvents();
    CqrsBuilder builder = today();
    Projection<Balance, String> balances = Bank.balances();
    builder.follow(balances);
    IRepository<Account, String> accounts = builder.repository(Account.TYPE, Persistence.EVENTS);
    try (Cqrs cqrs = builder.handlers(new Bank.Handlers(accounts)).build()) {
      Receipt<Long> receipt = cqrs.send(new Deposit("ada", 4));
      cqrs.await(receipt, Duration.ofSeconds(10));

      assertThat(receipt).isEqualTo(new Receipt<>(705L, 5, false));
      assertThat(cqrs.view(balances).find("ada")).contains(new Balance("ada", 705));
    }
  }

  @Test
  void an_old_form_of_an_event_is_not_appended_anew() {
    CqrsBuilder builder =
        today()
            .handle(
                Probe.class,
                (probe, work) -> {
                  work.append("account-ada", new MovedV1("ada", 7));
                  return null;
                });
    try (Cqrs cqrs = builder.build()) {
      assertThatThrownBy(() -> cqrs.send(new Probe()))
          .isInstanceOf(UnknownEventTypeException.class)
          .hasMessage(
              "Event class org.plaincqrs.inmemory.behaviour.SnapshotsAndUpcastersTest$MovedV1 is an"
                  + " old form, which an upcaster replaces when it is read; append what it"
                  + " becomes.");
      assertThat(cqrs.log().head()).isZero();
    }
  }
}
