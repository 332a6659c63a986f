package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;
import static org.plaincqrs.contract.Notes.SOON;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.aggregate.IRepository;
import org.plaincqrs.command.ICommand;
import org.plaincqrs.contract.ContractEvent.Deposited;
import org.plaincqrs.contract.ContractModel.Counter;
import org.plaincqrs.contract.ContractModel.Person;
import org.plaincqrs.contract.Notes.Deposit;
import org.plaincqrs.contract.Notes.Note;
import org.plaincqrs.contract.Notes.NoteMany;
import org.plaincqrs.contract.Notes.Page;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.query.IQuery;
import org.plaincqrs.query.IReadRepository;
import org.plaincqrs.subscription.FailurePolicy;
import org.plaincqrs.subscription.SubscriptionStatus;

/** What those who follow the answers of a query can count on, on every backend. */
@Timeout(120)
public abstract class LiveQueryContract extends ApplicationFixture {
  /** How many notes are on a page. */
  record NotesOn(String stream) implements IQuery<Integer> {}

  private final AtomicInteger asked = new AtomicInteger();
  private final Projection<Page, String> pages = Notes.pages().build();
  private final Projection<Counter, String> deposits =
      Projection.into(ContractModel.COUNTERS)
          .on(
              Deposited.class,
              deposited -> "all",
              (all, deposited) -> new Counter((all == null ? 0 : all.count()) + 1))
          .build();

  private CqrsBuilder answering(CqrsBuilder builder) {
    IReadRepository<Page, String> view = builder.view(pages);
    return builder.query(
        NotesOn.class,
        query -> {
          asked.incrementAndGet();
          return view.find(query.stream()).map(Page::count).orElse(0);
        });
  }

  private Cqrs following() {
    return open(answering(Notes.on(storage()).follow(pages).follow(deposits)));
  }

  @Test
  void the_first_answer_comes_at_once_and_another_when_the_view_has_changed() throws Exception {
    Cqrs cqrs = following();
    Listener<Integer> listener = Listener.to(cqrs.follow(new NotesOn("a"))).requestAll();

    listener.hears(0);
    cqrs.send(new Note("a", "x"));
    listener.hears(1);
    cqrs.send(new Note("a", "y"));
    listener.hears(2);
  }

  @Test
  void views_of_every_wiring_are_followed() throws Exception {
    int notes = 0;
    for (CqrsBuilder wired :
        List.of(
            Notes.on(storage(), "inline").inline(pages),
            Notes.on(storage(), "live").live(pages),
            Notes.on(storage(), "following").follow(pages))) {
      try (Cqrs cqrs = answering(wired).build()) {
        Listener<Integer> any = Listener.to(cqrs.follow(new NotesOn("a"))).requestAll();
        Listener<Integer> named = Listener.to(cqrs.follow(new NotesOn("a"), pages)).requestAll();
        any.next();
        named.next();

        cqrs.send(new Note("a", "x"));
        notes++;

        any.hearsUpTo(notes, 2);
        named.hearsUpTo(notes, 2);
      }
    }
  }

  /** Keeps a person. */
  record Keep(UUID id, String name, int age) implements ICommand<@Nullable Void> {}

  /** How old a person is. */
  record AgeOf(String name) implements IQuery<Optional<Integer>> {}

  @Test
  void what_state_based_aggregates_change_is_followed() throws Exception {
    CqrsBuilder builder = Notes.on(storage());
    IRepository<Person, String> people =
        builder.repository(ContractModel.PLAIN_PEOPLE, Person::name);
    IReadRepository<Person, String> states = builder.states(ContractModel.PLAIN_PEOPLE);
    Cqrs cqrs =
        open(
            builder
                .execute(
                    Keep.class,
                    keep -> people.save(new Person(keep.name(), keep.age(), null, null)))
                .query(AgeOf.class, query -> states.find(query.name()).map(Person::age)));
    Listener<Optional<Integer>> listener = Listener.to(cqrs.follow(new AgeOf("ada"))).requestAll();
    listener.hears(Optional.empty());

    cqrs.send(new Keep(UUID.randomUUID(), "ada", 36));

    listener.hears(Optional.of(36));
  }

  @Test
  void equal_answers_are_not_repeated() throws Exception {
    Cqrs cqrs = following();
    Listener<Integer> listener = Listener.to(cqrs.follow(new NotesOn("a"))).requestAll();
    listener.hears(0);

    for (int i = 0; i < 20; i++) {
      cqrs.send(new Note("another", "x"));
    }
    cqrs.await(pages, cqrs.log().head(), SOON);

    listener.hearsNothing();
  }

  @Test
  void nothing_is_computed_or_sent_without_being_asked_for() throws Exception {
    Cqrs cqrs = following();
    Listener<Integer> listener = Listener.to(cqrs.follow(new NotesOn("a")));
    cqrs.send(new Note("a", "x"));
    cqrs.await(pages, 1, SOON);

    listener.hearsNothing();

    assertThat(asked).hasValue(0);
  }

  @Test
  void a_slow_subscriber_gets_the_newest_answer_only() throws Exception {
    Cqrs cqrs = following();
    Listener<Integer> listener = Listener.to(cqrs.follow(new NotesOn("a"))).request(1);
    listener.hears(0);
    for (int i = 1; i <= 10; i++) {
      cqrs.send(new Note("a", "x"));
    }
    cqrs.await(pages, 10, SOON);
    listener.hearsNothing();

    listener.request(1);
    listener.hears(10);
    listener.request(1);
    listener.hearsNothing();
    cqrs.send(new Note("a", "x"));

    listener.hears(11);
  }

  @Test
  void no_answer_is_older_than_the_one_before_and_the_last_one_is_not_missed() throws Exception {
    int notes = 400;
    Cqrs cqrs = following();
    Listener<Integer> listener = Listener.to(cqrs.follow(new NotesOn("a"))).request(3);
    Thread writer =
        new Thread(() -> IntStream.range(0, notes).forEach(i -> cqrs.send(new Note("a", "x"))));
    writer.start();

    int last = -1;
    while (last < notes) {
      int answer = (Integer) listener.next();
      assertThat(answer).isGreaterThan(last);
      last = answer;
      listener.request(1);
    }
    writer.join();

    listener.hearsNothing();
  }

  @Test
  void what_the_handler_throws_ends_it() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    Cqrs cqrs =
        open(
            Notes.on(storage())
                .follow(pages)
                .query(
                    NotesOn.class,
                    query -> {
                      if (failures.incrementAndGet() == 2) {
                        throw new IllegalStateException("no answer");
                      }
                      return failures.get();
                    }));
    Listener<Integer> listener = Listener.to(cqrs.follow(new NotesOn("a"), pages)).requestAll();
    listener.hears(1);

    cqrs.send(new Note("a", "x"));

    assertThat(listener.next())
        .asInstanceOf(THROWABLE)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no answer");
    cqrs.send(new Note("a", "y"));
    cqrs.await(pages, 2, SOON);
    listener.hearsNothing();
    assertThat(failures).hasValue(2);
  }

  @Test
  void what_can_t_be_followed_is_told_to_the_subscriber() throws Exception {
    record Unanswered() implements IQuery<Integer> {}
    record Nothing() implements IQuery<Integer> {}
    Cqrs cqrs = open(Notes.on(storage()).query(Nothing.class, query -> null));

    assertThat(Listener.to(cqrs.follow(new Unanswered())).request(1).next())
        .asInstanceOf(THROWABLE)
        .hasMessageContaining("Unanswered");
    assertThat(Listener.to(cqrs.follow(new Nothing())).request(1).next())
        .asInstanceOf(THROWABLE)
        .hasMessage("Nothing was answered with null, which can't be followed; answer an Optional.");
    assertThat(Listener.to(cqrs.follow(new Nothing())).request(0).next())
        .asInstanceOf(THROWABLE)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 answers were requested; request at least 1 (Reactive Streams 3.9).");
    assertThatThrownBy(() -> cqrs.follow(new Nothing(), pages))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Nothing keeps view 'pages'");
  }

  @Test
  void who_has_cancelled_costs_nothing_more() throws Exception {
    Cqrs cqrs = following();
    Listener<Integer> listener = Listener.to(cqrs.follow(new NotesOn("a"))).requestAll();
    listener.hears(0);

    listener.cancel();
    int before = asked.get();
    cqrs.send(new Note("a", "x"));
    cqrs.await(pages, 1, SOON);

    listener.hearsNothing();
    assertThat(asked).hasValue(before);
  }

  @Test
  void closing_completes_it_and_later_subscribers_are_refused() throws Exception {
    Cqrs cqrs = following();
    Flow.Publisher<Integer> answers = cqrs.follow(new NotesOn("a"));
    Listener<Integer> asking = Listener.to(answers).requestAll();
    Listener<Integer> silent = Listener.to(answers);
    asking.hears(0);

    cqrs.close();

    asking.hearsTheEnd();
    silent.hearsTheEnd();
    assertThat(Listener.to(answers).next())
        .asInstanceOf(THROWABLE)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This Cqrs is closed; its queries can't be followed.");
  }

  @Test
  void closing_amid_answers_completes_every_one() throws Exception {
    for (int round = 0; round < 20; round++) {
      List<Listener<Integer>> listeners = new ArrayList<>();
      try (Cqrs cqrs =
          answering(Notes.on(storage(), "node " + round).follow(pages).follow(deposits)).build()) {
        Flow.Publisher<Integer> answers = cqrs.follow(new NotesOn("a"));
        for (int i = 0; i < 10; i++) {
          listeners.add(Listener.to(answers).requestAll());
        }
        cqrs.send(new Note("a", "x"));
      }
      for (Listener<Integer> each : listeners) {
        Object heard = each.next();
        while (heard instanceof Integer) {
          heard = each.next();
        }
        assertThat(heard).isNotInstanceOf(Throwable.class);
      }
    }
  }

  @Test
  void a_query_that_names_its_views_is_not_computed_for_others() throws Exception {
    Cqrs cqrs = following();
    Listener<Integer> listener = Listener.to(cqrs.follow(new NotesOn("a"), pages)).requestAll();
    listener.hears(0);
    int before = asked.get();

    for (int i = 0; i < 10; i++) {
      cqrs.send(new Deposit("a", 1));
      cqrs.await(deposits, cqrs.log().head(), SOON);
    }
    cqrs.await(pages, cqrs.log().head(), SOON);
    listener.hearsNothing();

    assertThat(asked).hasValue(before);
    cqrs.send(new Note("a", "x"));
    listener.hears(1);
  }

  @Test
  void a_view_that_another_node_runs_is_followed() throws Exception {
    // So long that no heartbeat has a part in it.
    Duration term = Duration.ofMinutes(10);
    Cqrs running = open(answering(Notes.on(storage(), "1", term).follow(pages)));
    running.send(new Note("a", "x"));
    running.await(pages, 1, SOON);
    Cqrs other = open(answering(Notes.on(storage(), "2", term).follow(pages)));
    Listener<Integer> any = Listener.to(other.follow(new NotesOn("a"))).requestAll();
    Listener<Integer> named = Listener.to(other.follow(new NotesOn("a"), pages)).requestAll();
    any.hears(1);
    named.hears(1);

    running.send(new Note("a", "y"));
    any.hears(2);
    named.hears(2);
    other.send(new Note("a", "z"));

    any.hears(3);
    named.hears(3);
    assertThat(other.subscriptions().statuses("pages"))
        .extracting(SubscriptionStatus::node)
        .containsExactly("1");
  }

  @Test
  void who_subscribes_while_another_node_is_behind_hears_when_it_has_caught_up() throws Exception {
    Duration term = Duration.ofMinutes(10);
    AtomicBoolean go = new AtomicBoolean();
    Projection<Page, String> waiting =
        Notes.pages()
            .onFailure(
                FailurePolicy.stop().retries(100_000, Duration.ofMillis(1), Duration.ofMillis(5)))
            .onRecorded(
                Deposited.class,
                event -> {
                  if (!go.get()) {
                    throw new IllegalStateException("not yet");
                  }
                  return String.valueOf(event.stream());
                },
                (page, event) -> page)
            .build();
    Cqrs running = open(Notes.on(storage(), "1", term).follow(waiting));
    running.send(new Deposit("a", 1));
    running.send(new Note("a", "x"));
    Cqrs other = open(answering(Notes.on(storage(), "2", term).follow(pages)));
    Listener<Integer> listener = Listener.to(other.follow(new NotesOn("a"), pages)).requestAll();
    listener.hears(0);

    go.set(true);

    listener.hears(1);
  }

  @Test
  void what_another_process_commits_is_noticed_without_any_subscription() throws Exception {
    Cqrs writer = open(Notes.on(storage(), "writer"));
    Cqrs reader = open(answering(Notes.on(storage(), "reader").live(pages)));
    Listener<Integer> listener = Listener.to(reader.follow(new NotesOn("a"))).requestAll();
    listener.hears(0);

    writer.send(new Note("a", "x"));

    listener.hears(1);
  }

  @Test
  void answers_go_on_when_the_view_is_built_anew() throws Exception {
    Cqrs cqrs = following();
    cqrs.send(new NoteMany(List.of("a"), 3));
    cqrs.await(pages, 3, SOON);
    Listener<Integer> listener = Listener.to(cqrs.follow(new NotesOn("a"), pages)).requestAll();
    listener.hears(3);

    assertThat(cqrs.subscriptions().rebuild("pages").await(SOON)).isTrue();
    cqrs.send(new Note("a", "x"));

    listener.hears(4);
  }

  @Test
  void many_share_few_threads_and_a_slow_one_holds_up_no_view() throws Exception {
    Cqrs cqrs = following();
    CountDownLatch done = new CountDownLatch(1);
    for (int i = 0; i < 10; i++) {
      cqrs.follow(new NotesOn("a")).subscribe(new Hanging(done));
    }
    List<Listener<Integer>> listeners = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      listeners.add(Listener.to(cqrs.follow(new NotesOn("a"))).requestAll());
    }

    cqrs.send(new Note("a", "x"));
    cqrs.await(pages, 1, SOON);
    long threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("cqrs-query"))
            .count();
    done.countDown();

    assertThat(threads).isLessThanOrEqualTo(4L * open.size());
    for (Listener<Integer> each : listeners) {
      each.hearsUpTo(1, 2);
    }
  }

  /** Does not come back from its first answer until it may. */
  private record Hanging(CountDownLatch done) implements Flow.Subscriber<Integer> {
    @Override
    public void onSubscribe(Flow.Subscription to) {
      to.request(1);
    }

    @Override
    public void onNext(Integer answer) {
      try {
        done.await(SOON.toSeconds(), TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }

  @Test
  void every_answer_passes_the_interceptors_with_the_metadata() throws Exception {
    List<Metadata> seen = Collections.synchronizedList(new ArrayList<>());
    Cqrs cqrs =
        open(
            answering(Notes.on(storage()).follow(pages))
                .interceptQueries(
                    (query, metadata, next) -> {
                      seen.add(metadata);
                      return next.proceed(query, metadata);
                    }));
    Metadata ada = Metadata.ofUser("ada");
    Listener<Integer> listener =
        Listener.to(cqrs.follow(new NotesOn("a"), ada, pages)).requestAll();
    listener.hears(0);

    cqrs.send(new Note("a", "x"));
    listener.hears(1);

    assertThat(seen).containsOnly(ada).hasSizeGreaterThanOrEqualTo(2);
  }
}
