package org.plaincqrs.examples.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.examples.quickstart.docs.Bank.AccountDecider;
import org.plaincqrs.examples.quickstart.docs.Bank.AccountOpened;
import org.plaincqrs.examples.quickstart.docs.Bank.AccountState;
import org.plaincqrs.examples.quickstart.docs.Bank.Balance;
import org.plaincqrs.examples.quickstart.docs.Bank.Deposit;
import org.plaincqrs.examples.quickstart.docs.Bank.Deposited;
import org.plaincqrs.examples.quickstart.docs.Bank.OpenAccount;
import org.plaincqrs.examples.quickstart.docs.Bank.RefusedException;
import org.plaincqrs.examples.quickstart.docs.Bank.Withdraw;
import org.plaincqrs.examples.quickstart.docs.Bank.Withdrawn;
import org.plaincqrs.inmemory.fixture.CqrsFixture;
import org.plaincqrs.inmemory.fixture.DeciderFixture;
import org.plaincqrs.inmemory.fixture.SettableClock;

/** The regions of docs/testing.md. */
class TestingGuideTest {
  // [fixture]
  @Test
  void a_withdrawal_takes_from_the_balance_and_answers_what_is_left() {
    try (CqrsFixture fixture = CqrsFixture.of(Bank::wire)) {
      fixture
          .given("account-ada", new AccountOpened("ada", "Ada"), new Deposited("ada", 500))
          .when(new Withdraw("ada", 200))
          .thenEvents(new Withdrawn("ada", 200))
          .thenResult(300L)
          .thenView(Bank.BALANCES, "ada", new Balance("ada", "Ada", 300));
    }
  }

  // [/fixture]

  // [fixture-rejected]
  @Test
  void an_account_is_not_overdrawn() {
    try (CqrsFixture fixture = CqrsFixture.of(Bank::wire)) {
      fixture
          .givenCommands(new OpenAccount("ada", "Ada"), new Deposit("ada", 500))
          .when(new Withdraw("ada", 501))
          .thenRejected(RefusedException.class, "Account 'ada' does not hold that much.");
    }
  }

  // [/fixture-rejected]

  // [fixture-repeat]
  @Test
  void a_deposit_sent_twice_counts_once() {
    Deposit deposit = new Deposit("ada", 500);
    try (CqrsFixture fixture = CqrsFixture.of(Bank::wire)) {
      fixture
          .givenCommands(new OpenAccount("ada", "Ada"), deposit)
          .when(deposit)
          .thenEvents()
          .thenView(Bank.BALANCES, "ada", new Balance("ada", "Ada", 500));
    }
  }

  // [/fixture-repeat]

  // [fixture-metadata]
  @Test
  void the_user_is_recorded_with_the_event() {
    try (CqrsFixture fixture = CqrsFixture.of(Bank::wire)) {
      fixture.when(new OpenAccount("ada", "Ada"), Metadata.ofUser("clerk"));

      var events = fixture.cqrs().log().read(EventQuery.all(), 0, 10).events();
      assertThat(events)
          .singleElement()
          .satisfies(e -> assertThat(e.metadata().user()).isEqualTo("clerk"));
    }
  }

  // [/fixture-metadata]

  // [decider-fixture]
  @Test
  void the_decider_allows_what_the_account_holds_and_no_more() {
    DeciderFixture.of(new AccountDecider())
        .given(new AccountOpened("ada", "Ada"), new Deposited("ada", 500))
        .when(new Withdraw("ada", 200))
        .thenEvents(new Withdrawn("ada", 200))
        .thenState(new AccountState("ada", "Ada", 300))
        .when(new Withdraw("ada", 301))
        .thenRejected(RefusedException.class);
  }

  // [/decider-fixture]

  // [clock]
  @Test
  void events_bear_the_time_of_the_clock() {
    try (CqrsFixture fixture = CqrsFixture.of(Bank::wire)) {
      fixture.clock().set(Instant.parse("2030-05-01T12:00:00Z"));
      fixture.when(new OpenAccount("ada", "Ada"));
      fixture.clock().advance(Duration.ofHours(1));
      fixture.when(new Deposit("ada", 500));

      var events = fixture.cqrs().log().readStream("account-ada", 0, 10).events();
      assertThat(events)
          .extracting(event -> event.time().toString())
          .containsExactly("2030-05-01T12:00:00Z", "2030-05-01T13:00:00Z");
    }
  }

  // [/clock]

  // [clock-alone]
  @Test
  void a_settable_clock_stands_still_until_it_is_moved() {
    SettableClock clock = new SettableClock(Instant.parse("2030-01-01T00:00:00Z"));

    clock.advance(Duration.ofDays(1));

    assertThat(clock.instant()).isEqualTo(Instant.parse("2030-01-02T00:00:00Z"));
  }

  // [/clock-alone]

  // [failure]
  @Test
  void a_failed_expectation_shows_both_sides() {
    try (CqrsFixture fixture = CqrsFixture.of(Bank::wire)) {
      fixture.when(new OpenAccount("ada", "Ada"));

      assertThatThrownBy(() -> fixture.thenEvents())
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Expected events:")
          .hasMessageContaining("but was:");
    }
  }
  // [/failure]
}
