package org.plaincqrs.inmemory.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.aggregate.Persistence;
import org.plaincqrs.command.Receipt;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.inmemory.behaviour.Bank.Account;
import org.plaincqrs.inmemory.behaviour.Bank.AccountEvent;
import org.plaincqrs.inmemory.behaviour.Bank.Balance;
import org.plaincqrs.inmemory.behaviour.Bank.BalanceOf;
import org.plaincqrs.inmemory.behaviour.Bank.Open;
import org.plaincqrs.inmemory.behaviour.Bank.Opened;
import org.plaincqrs.inmemory.behaviour.Bank.Probe;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Storage;

/** What fails in the wiring, and how a Cqrs ends. */
class WiringTest {
  private static final String CLOSED = "This Cqrs is closed; it takes no further command or query.";

  private final SpyStorage storage = new SpyStorage();
  private final CqrsBuilder builder = Cqrs.on(storage);

  // ---- wiring

  @Test
  void a_projection_of_an_unregistered_event_is_refused() {
    builder.follow(Bank.balances()).events(Opened.class);

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            "Projection 'balances' takes"
                + " org\\.plaincqrs\\.inmemory\\.behaviour\\.Bank\\$(Deposited|Withdrawn|Closed),"
                + " which is no registered event class; add it with"
                + " events\\((Deposited|Withdrawn|Closed)\\.class\\), and name concrete classes in"
                + " on\\(\\.\\.\\.\\)\\.");
    assertThat(storage.calls).isEmpty();
  }

  @Test
  void a_projection_of_a_supertype_is_refused() {
    builder
        .events(AccountEvent.class)
        .inline(
            Projection.into(Balance.TYPE)
                .on(AccountEvent.class, event -> "all", (row, event) -> row)
                .build());

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Projection 'balances' takes org.plaincqrs.inmemory.behaviour.Bank$AccountEvent, which"
                + " is no registered event class; add it with events(AccountEvent.class), and name"
                + " concrete classes in on(...).");
  }

  @Test
  void one_projection_wired_twice_is_refused() {
    Projection<Balance, String> balances = Bank.balances();
    builder.inline(balances);

    assertThatThrownBy(() -> builder.follow(balances))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Projection 'balances' is wired twice; wire it once, by inline(...), follow(...) or live(...).");
    assertThatThrownBy(() -> builder.follow(Bank.balances(), new InMemoryStorage()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Projection 'balances' is wired twice; wire it once, by inline(...), follow(...) or live(...).");
  }

  @Test
  void two_repositories_of_one_type_are_refused() {
    builder.repository(Account.TYPE, Persistence.EVENTS);

    assertThatThrownBy(() -> builder.repository(Account.TYPE, Persistence.STATE))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Two repositories are asked for aggregate type 'account'; ask once, and hand the one"
                + " around.");
  }

  @Test
  void two_kinds_of_document_under_one_name_are_refused() {
    builder.repository(Account.TYPE, Persistence.STATE);

    assertThatThrownBy(() -> builder.follow(Bank.balances("account")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Two kinds of document are called 'account' in one storage; give the view or the"
                + " aggregate another name.");
  }

  @Test
  void a_view_that_nothing_keeps_is_refused() {
    builder.events(AccountEvent.class).follow(Bank.balances("other"));
    String message =
        "Nothing keeps view 'balances'; wire its projection first, by inline(...), follow(...) or live(...).";

    assertThatThrownBy(() -> builder.view(Bank.balances()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
    try (Cqrs cqrs = builder.build()) {
      assertThatThrownBy(() -> cqrs.view(Bank.balances()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(message);
    }
  }

  @Test
  void a_second_handler_of_a_command_is_refused() {
    builder.handle(Probe.class, probe -> null);

    assertThatThrownBy(() -> builder.handle(Probe.class, (probe, work) -> null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The command org.plaincqrs.inmemory.behaviour.Bank$Probe has two handlers; register"
                + " one.");
  }

  @Test
  void a_builder_builds_once() {
    builder.build().close();

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("This builder has built its Cqrs already; take a new one.");
  }

  @Test
  void null_in_place_of_a_part_is_refused() {
    assertThatThrownBy(() -> Cqrs.on(null)).hasMessage("The storage is null.");
    assertThatThrownBy(() -> builder.follow(Bank.balances(), null))
        .hasMessage("The storage of the read model is null.");
    assertThatThrownBy(() -> builder.retry(null)).hasMessage("The retry is null.");
    assertThatThrownBy(() -> builder.clock(null)).hasMessage("The clock is null.");
    assertThatThrownBy(() -> builder.execute(Open.class, (CqrsBuilder.Execution<Open>) null))
        .hasMessage("The handler is null.");
    assertThatThrownBy(() -> builder.handlers(null)).hasMessage("The handler is null.");
    assertThatThrownBy(() -> builder.intercept(null)).hasMessage("The interceptor is null.");
  }

  @Test
  void what_a_builder_hands_out_works_only_once_it_has_built() {
    IRepository<Account, String> accounts = builder.repository(Account.TYPE, Persistence.EVENTS);
    Projection<Balance, String> balances = Bank.balances();
    var view = builder.follow(balances).view(balances);

    assertThatThrownBy(() -> view.find("ada"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The wiring is not built yet; views can be read once CqrsBuilder.build() has"
                + " returned.");
    assertThatThrownBy(() -> accounts.find("ada"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The wiring is not built yet; handlers and repositories work once"
                + " CqrsBuilder.build() has returned.");
  }

  @Test
  void states_of_a_type_that_was_not_wired_are_refused() {
    builder.states(DocumentType.of("stray", Balance.class, String.class));

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The states of 'stray' are read, but no repository keeps them with those indexes; pass"
                + " the stateType() of an aggregate type that is stored as state, or the type of a"
                + " repository.");
  }

  record DepositedOnce(String account) {}

  @Test
  void a_projection_of_an_old_form_of_an_event_is_refused() {
    builder
        .events(AccountEvent.class)
        .eventTypes(
            types ->
                types
                    .add(DepositedOnce.class)
                    .upcast(DepositedOnce.class, Opened.class, old -> new Opened(old.account())))
        .inline(
            Projection.into(Balance.TYPE)
                .on(DepositedOnce.class, DepositedOnce::account, (row, event) -> row)
                .build());

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Projection 'balances' takes"
                + " org.plaincqrs.inmemory.behaviour.WiringTest$DepositedOnce, an old form that an"
                + " upcaster replaces before it is seen; take what it becomes.");
  }

  @Test
  void a_projection_of_events_that_are_never_recorded_is_refused() {
    builder.repository(Account.TYPE, Persistence.STATE);
    builder.inline(Bank.balances());

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Projection 'balances' takes events of 'account', which is stored as"
                + " Persistence.STATE, so they are never recorded; store it as STATE_AND_EVENTS, or"
                + " read its states(...).");
  }

  @Test
  void a_second_storage_that_can_not_be_opened_closes_the_first() {
    RuntimeException failure = new IllegalStateException("no disk");
    Storage broken =
        model -> {
          throw failure;
        };
    builder.events(AccountEvent.class).follow(Bank.balances(), broken);

    assertThatThrownBy(builder::build).isSameAs(failure);

    assertThat(storage.calls).containsExactly("open", "close");
  }

  @Test
  void a_storage_that_fails_to_close_keeps_no_other_from_being_closed() {
    SpyStorage failing = new SpyStorage();
    failing.closing = new IllegalStateException("no disk");
    Cqrs cqrs = builder.events(AccountEvent.class).follow(Bank.balances(), failing).build();

    assertThatThrownBy(cqrs::close).isSameAs(failing.closing);

    assertThat(failing.calls).containsExactly("open", "close");
    assertThat(storage.calls).containsExactly("open", "close");
  }

  @Test
  void interceptors_stand_around_commands_and_queries() {
    List<String> trace = new ArrayList<>();
    builder
        .intercept(
            (command, metadata, next) -> {
              trace.add("command");
              return next.proceed(command, metadata);
            })
        .interceptQueries(
            (query, metadata, next) -> {
              trace.add("query");
              return next.proceed(query, metadata);
            })
        .handle(Probe.class, probe -> null)
        .query(BalanceOf.class, query -> 1L);
    try (Cqrs cqrs = builder.build()) {
      cqrs.send(new Probe());
      cqrs.ask(new BalanceOf("ada"));

      assertThat(trace).containsExactly("command", "query");
    }
  }

  // ---- the end

  @Test
  void an_interceptor_that_answers_with_something_else_than_a_receipt_is_named() {
    builder
        .handle(Probe.class, probe -> null)
        .intercept((command, metadata, next) -> "something else");

    try (Cqrs cqrs = builder.build()) {
      assertThatThrownBy(() -> cqrs.send(new Probe("ada")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "An interceptor answered Probe with a java.lang.String; return what next.proceed()"
                  + " returned, or a Receipt.");
    }
  }

  @Test
  void a_closed_cqrs_takes_no_command_and_no_query_and_closes_once() {
    Cqrs cqrs = builder.handle(Probe.class, probe -> null).build();

    cqrs.close();
    cqrs.close();

    assertThat(storage.calls).containsExactly("open", "close");
    assertThatThrownBy(() -> cqrs.send(new Probe()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(CLOSED);
    assertThatThrownBy(() -> cqrs.ask(new BalanceOf("ada")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(CLOSED);
  }

  @Test
  void close_waits_for_the_commands_in_flight() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Cqrs cqrs =
        builder
            .handle(
                Probe.class,
                probe -> {
                  inside.countDown();
                  return release.await(20, TimeUnit.SECONDS);
                })
            .build();
    CompletableFuture<Receipt<Object>> command = inThread(() -> cqrs.send(new Probe()));
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Object> closing =
        inThread(
            () -> {
              cqrs.close();
              return "closed";
            });
    awaitRefusal(cqrs);

    boolean closedEarly = closing.isDone() || storage.calls.contains("close");
    release.countDown();

    assertThat(closedEarly).isFalse();
    assertThat(command.get(10, TimeUnit.SECONDS).result()).isEqualTo(true);
    assertThat(closing.get(10, TimeUnit.SECONDS)).isEqualTo("closed");
    assertThat(storage.calls).containsExactly("open", "close");
  }

  /** Asks until the gate is closed. */
  private static void awaitRefusal(Cqrs cqrs) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < deadline) {
      try {
        cqrs.ask(new BalanceOf("ada"));
      } catch (IllegalStateException closed) {
        return;
      } catch (RuntimeException nobodyAnswers) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("The gate was not closed.");
  }

  private static <T> CompletableFuture<T> inThread(java.util.function.Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
  }

  @Test
  void close_inside_a_handler_is_refused_and_closes_nothing() {
    Cqrs[] self = new Cqrs[1];
    try (Cqrs cqrs =
        builder
            .handle(
                Probe.class,
                probe -> {
                  if (probe.text().equals("close")) {
                    self[0].close();
                  }
                  return "done";
                })
            .build()) {
      self[0] = cqrs;

      assertThatThrownBy(() -> cqrs.send(new Probe("close")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("close() was called inside a command handler, which it would wait for.");
      assertThat(cqrs.dispatch(new Probe())).isEqualTo("done");
    }
  }
}
