package org.plaincqrs.inmemory.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.Persistence;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.inmemory.behaviour.Bank.Account;
import org.plaincqrs.inmemory.behaviour.Bank.Balance;
import org.plaincqrs.inmemory.behaviour.Bank.BalanceOf;
import org.plaincqrs.inmemory.behaviour.Bank.Closed;
import org.plaincqrs.inmemory.behaviour.Bank.Deposit;
import org.plaincqrs.inmemory.behaviour.Bank.Deposited;
import org.plaincqrs.inmemory.behaviour.Bank.Open;
import org.plaincqrs.inmemory.behaviour.Bank.Opened;
import org.plaincqrs.inmemory.behaviour.Bank.Probe;
import org.plaincqrs.inmemory.behaviour.Bank.Withdraw;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.query.Freshness;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Index;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.subscription.FailurePolicy;
import org.plaincqrs.subscription.LogCorruptedException;
import org.plaincqrs.subscription.Subscription;
import org.plaincqrs.subscription.ViewFailedException;
import org.plaincqrs.subscription.ViewNotReachedException;

/** Views inside the commit and behind the log. */
class ViewsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final SpyStorage storage = new SpyStorage();

  private CqrsBuilder bank() {
    return bank(storage);
  }

  private static CqrsBuilder bank(Storage storage) {
    CqrsBuilder builder = Cqrs.on(storage);
    builder.handlers(new Bank.Handlers(builder.repository(Account.TYPE, Persistence.EVENTS)));
    return builder.handle(
        Probe.class,
        (probe, work) -> {
          work.append("account-" + probe.text(), new Closed(probe.text()));
          return null;
        });
  }

  private static Receipt<?> someCommands(Cqrs cqrs) {
    for (String account : List.of("ada", "bob", "eve")) {
      cqrs.send(new Open(account));
      cqrs.send(new Deposit(account, 100));
    }
    cqrs.send(new Withdraw("ada", 30));
    return cqrs.send(new Probe("bob"));
  }

  /** Counts events by class: one event may change several rows. */
  record Count(String name, int events) {
    static final Index<Count, Integer> BY_EVENTS = Index.of("events", Integer.class, Count::events);
    static final Index<Count, String> UNDECLARED =
        Index.of("undeclared", String.class, Count::name);
    static final DocumentType<Count, String> TYPE =
        DocumentType.of("counts", Count.class, String.class).indexedBy(BY_EVENTS);
  }

  // ---- inline and following

  @Test
  void inline_and_following_projections_give_equal_views() {
    Projection<Balance, String> inline = Bank.balances("inline");
    Projection<Balance, String> following = Bank.balances("following");
    try (Cqrs cqrs = bank().inline(inline).follow(following).build()) {
      cqrs.await(someCommands(cqrs), SOON);

      assertThat(cqrs.view(inline).all())
          .containsExactly(new Balance("ada", 70), new Balance("eve", 100));
      assertThat(cqrs.view(following).all())
          .containsExactly(new Balance("ada", 70), new Balance("eve", 100));
      assertThat(cqrs.view(following).find("bob")).isEmpty();
      assertThat(cqrs.view(following).count()).isEqualTo(2);
    }
  }

  @Test
  void an_inline_view_is_never_behind() {
    Projection<Balance, String> balances = Bank.balances();
    try (Cqrs cqrs = bank().inline(balances).build()) {
      Receipt<Void> opened = cqrs.send(new Open("ada"));
      Optional<Balance> row = cqrs.view(balances).find("ada");
      cqrs.await(balances, opened.position() + 100, Duration.ZERO);

      assertThat(row).contains(new Balance("ada", 0));
    }
  }

  @Test
  void one_event_may_change_several_rows_and_rows_are_found_by_a_declared_index() {
    Projection<Count, String> counts =
        Projection.into(Count.TYPE)
            .onEach(
                Opened.class,
                event -> List.of("all", event.account()),
                (row, event) ->
                    new Count(row == null ? "" : "again", row == null ? 1 : row.events() + 1))
            .build();
    try (Cqrs cqrs = bank().follow(counts).build()) {
      cqrs.await(someCommands(cqrs), SOON);
      IReadRepository<Count, String> view = cqrs.view(counts);

      assertThat(view.find("all")).contains(new Count("again", 3));
      assertThat(view.findBy(Count.BY_EVENTS, 1)).hasSize(3);
      assertThatThrownBy(() -> view.findBy(Count.UNDECLARED, "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Index 'undeclared' is not declared on document type 'counts'; add it with"
                  + " indexedBy().");
    }
  }

  @Test
  void a_projection_may_look_at_what_was_recorded_beside_the_event() {
    Projection<Balance, String> positions =
        Projection.into(Balance.TYPE)
            .onRecorded(
                Deposited.class,
                event -> event.stream(),
                (row, event) -> new Balance("at", event.position()))
            .build();
    try (Cqrs cqrs = bank().follow(positions).build()) {
      cqrs.await(someCommands(cqrs), SOON);

      assertThat(cqrs.view(positions).find("account-eve")).contains(new Balance("at", 6));
    }
  }

  @Test
  void a_view_may_live_in_another_storage() {
    SpyStorage readModel = new SpyStorage();
    Projection<Balance, String> balances = Bank.balances();
    try (Cqrs cqrs = bank().follow(balances, readModel).build()) {
      cqrs.await(someCommands(cqrs), SOON);

      assertThat(cqrs.view(balances).find("ada")).contains(new Balance("ada", 70));
    }
    assertThat(storage.calls).endsWith("close");
    assertThat(readModel.calls).containsExactly("open", "close");
  }

  // ---- freshness

  @Test
  void a_query_that_waits_reads_what_its_own_command_wrote() {
    Projection<Balance, String> balances = Bank.balances();
    CqrsBuilder builder = bank().follow(balances);
    IReadRepository<Balance, String> view = builder.view(balances);
    builder.query(BalanceOf.class, query -> view.find(query.account()).orElseThrow().cents());
    try (Cqrs cqrs = builder.build()) {
      cqrs.send(new Open("ada"));
      for (int cents = 1; cents <= 50; cents++) {
        Receipt<Long> receipt = cqrs.send(new Deposit("ada", 1));

        long seen = cqrs.ask(new BalanceOf("ada"), Freshness.atLeast(receipt.position(), SOON));

        assertThat(seen).isEqualTo(cents);
      }
    }
  }

  @Test
  void a_view_that_is_not_there_in_time_is_told_or_a_stale_answer_is_given() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Projection<Balance, String> slow =
        Projection.into(Balance.TYPE)
            .on(
                Opened.class,
                Opened::account,
                (row, opened) -> {
                  awaitLatch(release);
                  return new Balance(opened.account(), 0);
                })
            .build();
    CqrsBuilder builder = bank().follow(slow, new InMemoryStorage());
    IReadRepository<Balance, String> view = builder.view(slow);
    builder.query(BalanceOf.class, query -> 42L);
    try (Cqrs cqrs = builder.build()) {
      Receipt<Void> receipt = cqrs.send(new Open("ada"));
      Freshness fresh = Freshness.atLeast(receipt.position(), Duration.ofMillis(5));
      String late =
          "View 'balances' has not reached position 1 within PT0.005S; it is at 0. Wait longer, or"
              + " accept a stale answer.";

      assertThatThrownBy(() -> cqrs.ask(new BalanceOf("ada"), fresh))
          .isInstanceOf(ViewNotReachedException.class)
          .hasMessage(late);
      assertThatThrownBy(() -> cqrs.await(receipt, Duration.ofMillis(5)))
          .isInstanceOf(ViewNotReachedException.class)
          .hasMessage(late);
      assertThatThrownBy(() -> cqrs.await(slow, 1, Duration.ofMillis(5)))
          .isInstanceOf(ViewNotReachedException.class)
          .hasMessage(late);
      long stale = cqrs.ask(new BalanceOf("ada"), fresh.orElseStale());
      release.countDown();
      cqrs.await(receipt, SOON);

      assertThat(stale).isEqualTo(42);
      assertThat(view.find("ada")).isPresent();
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("not released");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void waiting_for_a_view_that_nothing_keeps_is_refused() {
    try (Cqrs cqrs = bank().build()) {
      assertThatThrownBy(() -> cqrs.await(Bank.balances(), 1, SOON))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "Nothing keeps view 'balances'; wire its projection first, by inline(...), follow(...)"
                  + " or live(...).");
    }
  }

  // ---- failures

  private static Projection<Balance, String> failingOn(String name, long cents) {
    return Projection.into(DocumentType.of(name, Balance.class, String.class))
        .on(
            Deposited.class,
            Deposited::account,
            (row, deposited) -> {
              if (deposited.cents() == cents) {
                throw new IllegalStateException("can't take " + cents);
              }
              return new Balance(deposited.account(), deposited.cents());
            })
        .build();
  }

  @Test
  void a_query_waits_for_the_views_that_it_names_and_for_no_mailer() {
    Projection<Balance, String> failing = failingOn("failing", 13);
    Projection<Balance, String> balances = Bank.balances();
    Subscription mailer =
        Subscription.named("mailer")
            .onFailure(
                FailurePolicy.stop()
                    .retries(Integer.MAX_VALUE, Duration.ofDays(1), Duration.ofDays(1)))
            .each(
                event -> {
                  throw new IllegalStateException("away");
                });
    CqrsBuilder builder = bank().follow(failing).follow(balances).follow(mailer);
    IReadRepository<Balance, String> view = builder.view(balances);
    builder.query(BalanceOf.class, query -> view.find(query.account()).orElseThrow().cents());
    try (Cqrs cqrs = builder.build()) {
      cqrs.send(new Open("ada"));
      Receipt<Long> receipt = cqrs.send(new Deposit("ada", 13));
      Freshness fresh = Freshness.atLeast(receipt.position(), SOON);

      assertThatThrownBy(() -> cqrs.ask(new BalanceOf("ada"), fresh))
          .isInstanceOf(ViewFailedException.class);
      assertThat(cqrs.ask(new BalanceOf("ada"), fresh.in(balances.name()))).isEqualTo(13);
      assertThatThrownBy(() -> cqrs.ask(new BalanceOf("ada"), fresh.in("balance")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("There is no view 'balance'");
    }
  }

  @Test
  void a_projection_that_fails_stops_visibly_while_others_and_commands_go_on() {
    Projection<Balance, String> failing = failingOn("failing", 13);
    Projection<Balance, String> balances = Bank.balances();
    try (Cqrs cqrs = bank().follow(failing).follow(balances).build()) {
      cqrs.send(new Open("ada"));
      Receipt<Long> before = cqrs.send(new Deposit("ada", 1));
      cqrs.await(before, SOON);

      Receipt<Long> failed = cqrs.send(new Deposit("ada", 13));

      assertThatThrownBy(() -> cqrs.await(failed, SOON))
          .isInstanceOf(ViewFailedException.class)
          .hasMessage(
              "View 'failing' stopped behind position 2: java.lang.IllegalStateException: can't"
                  + " take 13. Nothing behind it was applied; mend the projection and start again.")
          .hasCauseInstanceOf(IllegalStateException.class);
      Receipt<Long> after = cqrs.send(new Deposit("ada", 1));
      cqrs.await(balances, after.position(), SOON);
      cqrs.await(before, SOON);
      assertThat(cqrs.view(balances).find("ada")).contains(new Balance("ada", 15));
      assertThat(cqrs.view(failing).find("ada")).contains(new Balance("ada", 1));
    }
  }

  @Test
  void an_inline_projection_that_fails_refuses_the_command() {
    Projection<Balance, String> failing = failingOn("failing", 13);
    Projection<Balance, String> balances = Bank.balances();
    try (Cqrs cqrs = bank().inline(balances).inline(failing).build()) {
      cqrs.send(new Open("ada"));

      assertThatThrownBy(() -> cqrs.send(new Deposit("ada", 13)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("can't take 13");
      long cents = cqrs.dispatch(new Deposit("ada", 1));

      assertThat(cents).isEqualTo(1);
      assertThat(cqrs.log().head()).isEqualTo(2);
      assertThat(cqrs.view(balances).find("ada")).contains(new Balance("ada", 1));
    }
  }

  @Test
  void followers_go_on_from_their_checkpoint_and_apply_each_event_once() {
    Projection<Balance, String> balances = Bank.balances();
    try (Cqrs cqrs = bank().follow(balances).build()) {
      cqrs.await(someCommands(cqrs), SOON);
    }
    try (Cqrs cqrs = bank().build()) {
      cqrs.send(new Deposit("ada", 5));
    }
    try (Cqrs cqrs = bank().follow(balances).build()) {
      Receipt<Long> receipt = cqrs.send(new Deposit("ada", 5));
      cqrs.await(receipt, SOON);

      assertThat(cqrs.view(balances).all())
          .containsExactly(new Balance("ada", 80), new Balance("eve", 100));
    }
  }

  @Test
  void a_failed_projection_goes_on_when_it_is_mended() {
    Projection<Balance, String> failing = failingOn("balances", 100);
    try (Cqrs cqrs = bank().follow(failing).build()) {
      Receipt<?> last = someCommands(cqrs);
      assertThatThrownBy(() -> cqrs.await(last, SOON)).isInstanceOf(ViewFailedException.class);
    }
    Projection<Balance, String> mended = failingOn("balances", 1_000);
    try (Cqrs cqrs = bank().follow(mended).build()) {
      cqrs.await(mended, cqrs.log().head(), SOON);

      assertThat(cqrs.view(mended).count()).isEqualTo(3);
    }
  }

  @Test
  void a_hole_in_the_log_stops_the_view_before_it() {
    assertHole(3, "3, found 4");
  }

  @Test
  void a_hole_at_the_end_of_a_page_stops_the_view_before_it() {
    assertHole(8, "8, found none up to 8");
  }

  private void assertHole(long position, String words) {
    try (Cqrs cqrs = bank().build()) {
      someCommands(cqrs);
    }
    storage.pages = SpyStorage.without(position);
    Projection<Balance, String> balances = Bank.balances();
    try (Cqrs cqrs = bank().follow(balances).build()) {
      assertThatThrownBy(() -> cqrs.await(balances, 8, SOON))
          .isInstanceOf(ViewFailedException.class)
          .hasCauseInstanceOf(LogCorruptedException.class)
          .cause()
          .hasMessage(
              "The log is corrupted: 'balances' expected position "
                  + words
                  + ". It stopped before the hole; restore the missing events, nothing was"
                  + " skipped.");
      assertThat(cqrs.view(balances).count()).isZero();
    }
  }

  @Test
  void a_checkpoint_ahead_of_the_log_stops_the_view() {
    InMemoryStorage readModel = new InMemoryStorage();
    Projection<Balance, String> balances = Bank.balances();
    try (Cqrs cqrs = bank().follow(balances, readModel).build()) {
      cqrs.await(someCommands(cqrs), SOON);
    }
    try (Cqrs cqrs = bank(new InMemoryStorage()).follow(balances, readModel).build()) {
      assertThatThrownBy(() -> cqrs.await(balances, 1, SOON))
          .isInstanceOf(ViewFailedException.class)
          .cause()
          .isInstanceOf(LogCorruptedException.class)
          .hasMessage(
              "The log is corrupted: 'balances' expected position 8, found the end at 0. It stopped"
                  + " before the hole; restore the missing events, nothing was skipped.");
    }
  }

  @Test
  void an_interrupted_wait_ends_and_keeps_the_flag() {
    Projection<Balance, String> balances = Bank.balances();
    try (Cqrs cqrs = bank().follow(balances).build()) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> cqrs.await(balances, 1_000, SOON))
          .hasMessage("Interrupted while waiting for view 'balances'.")
          .hasCauseInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
