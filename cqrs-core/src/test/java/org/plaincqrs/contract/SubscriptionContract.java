package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plaincqrs.contract.ContractModel.COUNTERS;
import static org.plaincqrs.contract.Notes.AT_ONCE;
import static org.plaincqrs.contract.Notes.LETTERS;
import static org.plaincqrs.contract.Notes.PAGES;
import static org.plaincqrs.contract.Notes.SOON;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.contract.ContractEvent.Deposited;
import org.plaincqrs.contract.ContractEvent.Noted;
import org.plaincqrs.contract.ContractModel.Counter;
import org.plaincqrs.contract.Notes.Deposit;
import org.plaincqrs.contract.Notes.Note;
import org.plaincqrs.contract.Notes.NoteMany;
import org.plaincqrs.contract.Notes.Page;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.projection.Projection;
import org.plaincqrs.storage.DocumentTransaction;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.Reader;
import org.plaincqrs.storage.Storage;
import org.plaincqrs.storage.StorageModel;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Versioned;
import org.plaincqrs.subscription.DeadLetter;
import org.plaincqrs.subscription.Delivery;
import org.plaincqrs.subscription.FailurePolicy;
import org.plaincqrs.subscription.Rebuild;
import org.plaincqrs.subscription.ReceiverUnavailableException;
import org.plaincqrs.subscription.Start;
import org.plaincqrs.subscription.Subscription;
import org.plaincqrs.subscription.SubscriptionState;
import org.plaincqrs.subscription.SubscriptionStatus;
import org.plaincqrs.subscription.Subscriptions;
import org.plaincqrs.subscription.ViewFailedException;

/** What subscriptions promise to applications, on every backend. */
@Timeout(120)
public abstract class SubscriptionContract {
  private final List<Cqrs> open = new ArrayList<>();
  private @Nullable Storage storage;

  /** An empty storage that remembers commands that long; asked for once in each test. */
  protected abstract Storage newStorage(Duration commandRetention);

  @AfterEach
  void closeAll() {
    Collections.reverse(open);
    open.forEach(Cqrs::close);
  }

  private Storage storage() {
    if (storage == null) {
      storage = newStorage(Duration.ofHours(1));
    }
    return storage;
  }

  private Cqrs open(CqrsBuilder builder) {
    Cqrs cqrs = builder.build();
    open.add(cqrs);
    return cqrs;
  }

  private void close(Cqrs cqrs) {
    cqrs.close();
    open.remove(cqrs);
  }

  private Cqrs follow(Subscription subscription) {
    return open(Notes.on(storage()).follow(subscription));
  }

  /** Events as they were handled. */
  private final ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();

  private Subscription collecting() {
    return Notes.each("notes", event -> handled.add(Notes.place(event)));
  }

  private static void await(Cqrs cqrs, String name) {
    cqrs.subscriptions().await(name, cqrs.log().head(), SOON);
  }

  // What comes

  @Test
  void every_event_comes_in_order() {
    Cqrs cqrs = follow(collecting());

    cqrs.send(new NoteMany(List.of("a", "b"), 2));
    cqrs.send(new Note("c", "last"));
    await(cqrs, "notes");

    assertThat(handled).containsExactly("a:0", "b:0", "a:1", "b:1", "c:last");
  }

  @Test
  void what_was_appended_before_comes_too() {
    Cqrs writer = open(Notes.on(storage()));
    writer.send(new NoteMany(List.of("a"), 3));

    await(follow(collecting()), "notes");

    assertThat(handled).containsExactly("a:0", "a:1", "a:2");
  }

  @Test
  void nothing_comes_again_after_a_restart() {
    Cqrs first = follow(collecting());
    first.send(new NoteMany(List.of("a"), 2));
    await(first, "notes");
    close(first);

    Cqrs second = follow(collecting());
    second.send(new Note("a", "new"));
    await(second, "notes");

    assertThat(handled).containsExactly("a:0", "a:1", "a:new");
  }

  @Test
  void it_starts_where_it_is_told_to() {
    Cqrs writer = open(Notes.on(storage()));
    writer.send(new NoteMany(List.of("a"), 4));

    Cqrs cqrs =
        open(
            Notes.on(storage())
                .follow(
                    Subscription.named("after")
                        .from(Start.after(3))
                        .each(event -> handled.add("after " + Notes.text(event))))
                .follow(
                    Subscription.named("end")
                        .from(Start.end())
                        .each(event -> handled.add("end " + Notes.text(event)))));
    cqrs.send(new Note("a", "new"));
    await(cqrs, "after");
    await(cqrs, "end");

    assertThat(handled).containsExactlyInAnyOrder("after 3", "after new", "end new");
  }

  @Test
  void a_start_counts_for_the_first_run_only() {
    Subscription atEnd =
        Subscription.named("end").from(Start.end()).each(event -> handled.add(Notes.text(event)));
    close(follow(atEnd));
    Cqrs writer = open(Notes.on(storage()));
    writer.send(new Note("a", "between"));

    await(follow(atEnd), "end");

    assertThat(handled).containsExactly("between");
  }

  @Test
  void only_what_is_asked_for_comes() {
    Cqrs cqrs =
        open(
            Notes.on(storage())
                .follow(
                    Subscription.named("by class")
                        .events(Deposited.class)
                        .each(event -> handled.add("class " + event.stream())))
                .follow(
                    Subscription.named("by query")
                        .matching(EventQuery.types(Set.of("Deposited")))
                        .each(event -> handled.add("query " + event.stream())))
                .follow(
                    Subscription.named("by stream")
                        .streams("b")
                        .each(event -> handled.add("stream " + event.stream()))));

    cqrs.send(new Note("a1", "x"));
    cqrs.send(new Deposit("a2", 1));
    cqrs.send(new Note("b1", "x"));
    cqrs.send(new Deposit("b2", 1));
    List.of("by class", "by query", "by stream").forEach(each -> await(cqrs, each));

    assertThat(handled)
        .containsExactlyInAnyOrder(
            "class a2", "class b2", "query a2", "query b2", "stream b1", "stream b2");
  }

  @Test
  void a_filter_that_matches_nothing_moves_the_checkpoint() {
    Subscription none =
        Subscription.named("none").events(Deposited.class).each(event -> handled.add("?"));
    Cqrs first = follow(none);
    first.send(new NoteMany(List.of("a"), 20));
    await(first, "none");
    close(first);

    Cqrs second = follow(none);

    assertThat(second.subscriptions().statuses("none"))
        .extracting(SubscriptionStatus::position)
        .containsExactly(20L);
    assertThat(handled).isEmpty();
  }

  @Test
  void a_rare_type_among_many_others_is_found_with_small_batches() {
    Cqrs writer = open(Notes.on(storage()));
    for (int i = 0; i < 3; i++) {
      writer.send(new NoteMany(List.of("a"), 1_000));
      writer.send(new Deposit("rare", i));
    }

    Cqrs cqrs =
        follow(
            Subscription.named("rare")
                .events(Deposited.class)
                .batch(7)
                .each(event -> handled.add(String.valueOf(event.position()))));
    await(cqrs, "rare");

    assertThat(handled).containsExactly("1001", "2002", "3003");
  }

  @Test
  void effects_in_the_transaction_are_there_exactly_once() {
    Subscription counting = counting("count");
    for (int i = 0; i < 5; i++) {
      Cqrs cqrs = open(Notes.on(storage()).follow(counting));
      cqrs.send(new NoteMany(List.of("a", "b"), 10));
      close(cqrs);
    }
    Cqrs cqrs = open(Notes.on(storage()).follow(counting));
    await(cqrs, "count");

    assertThat(count(cqrs, "count")).isEqualTo(100);
  }

  private static Subscription counting(String name) {
    return Subscription.named(name)
        .documents(counters(name))
        .inTransaction((delivery, to) -> countAll(delivery, counters(name), to));
  }

  private static DocumentType<Counter, String> counters(String name) {
    return COUNTERS.named("counters of " + name);
  }

  private static void countAll(
      Delivery delivery, DocumentType<Counter, String> counters, DocumentTransaction to) {
    Versioned<Counter> before = to.find(delivery.own(counters), "all");
    long count = (before == null ? 0 : before.document().count()) + delivery.events().size();
    to.put(delivery.own(counters), "all", new Versioned<>(new Counter(count), count));
  }

  private static long count(Cqrs cqrs, String name) {
    return cqrs.view(name, counters(name)).find("all").map(Counter::count).orElse(0L);
  }

  // What fails

  @Test
  void what_fails_is_tried_again() {
    AtomicInteger failures = new AtomicInteger(3);
    Cqrs cqrs =
        follow(
            Subscription.named("notes")
                .onFailure(
                    FailurePolicy.stop().retries(3, Duration.ofMillis(1), Duration.ofMillis(5)))
                .each(
                    event -> {
                      if (failures.getAndDecrement() > 0) {
                        throw new IllegalStateException("not yet");
                      }
                      handled.add(Notes.text(event));
                    }));

    cqrs.send(new Note("a", "x"));
    await(cqrs, "notes");

    assertThat(handled).containsExactly("x");
  }

  @Test
  void what_fails_for_good_stops_before_it_and_tells_why() {
    Cqrs cqrs =
        open(
            Notes.on(storage())
                .follow(Notes.each("bad", event -> refuse(Notes.text(event), "1")))
                .follow(collecting()));

    cqrs.send(new NoteMany(List.of("a"), 3));
    await(cqrs, "notes");

    assertThatThrownBy(() -> await(cqrs, "bad"))
        .isInstanceOf(ViewFailedException.class)
        .hasMessageContaining("'bad' stopped behind position 1")
        .hasRootCauseMessage("1 is refused");
    SubscriptionStatus status = cqrs.subscriptions().statuses("bad").get(0);
    assertThat(status.state()).isEqualTo(SubscriptionState.FAILED);
    assertThat(status.cause()).contains("1 is refused");
    assertThat(status.lag()).isEqualTo(2);
    assertThat(handled).hasSize(3);
  }

  private static void refuse(String text, String refused) {
    if (text.equals(refused)) {
      throw new IllegalArgumentException(refused + " is refused");
    }
  }

  @Test
  void a_stopped_subscription_goes_on_when_it_is_resumed() {
    AtomicBoolean mended = new AtomicBoolean();
    Cqrs cqrs =
        follow(
            Notes.each(
                "notes",
                event -> {
                  if (!mended.get()) {
                    refuse(Notes.text(event), "1");
                  }
                  handled.add(Notes.text(event));
                }));
    cqrs.send(new NoteMany(List.of("a"), 3));
    assertThatThrownBy(() -> await(cqrs, "notes")).isInstanceOf(ViewFailedException.class);

    mended.set(true);
    cqrs.subscriptions().resume("notes");
    await(cqrs, "notes");

    assertThat(handled).containsExactly("0", "1", "2");
  }

  @Test
  void a_stopped_subscription_begins_where_it_stopped_after_a_restart() {
    for (int i = 0; i < 3; i++) {
      Cqrs cqrs = follow(Notes.each("notes", event -> refuse(Notes.text(event), "1")));
      if (i == 0) {
        cqrs.send(new NoteMany(List.of("a"), 3));
      }
      assertThatThrownBy(() -> await(cqrs, "notes")).isInstanceOf(ViewFailedException.class);
      close(cqrs);
    }

    await(follow(collecting()), "notes");

    assertThat(handled).containsExactly("a:1", "a:2");
  }

  @Test
  void a_poison_event_is_put_aside_and_the_good_ones_of_its_batch_are_handled() {
    Cqrs cqrs =
        open(
            Notes.on(storage())
                .follow(
                    Subscription.named("count")
                        .documents(counters("count"))
                        .onFailure(LETTERS.othersPass())
                        .inTransaction(
                            (delivery, to) -> {
                              delivery.events().forEach(e -> refuse(Notes.text(e), "5"));
                              countAll(delivery, counters("count"), to);
                            })));

    cqrs.send(new NoteMany(List.of("a"), 20));
    await(cqrs, "count");

    assertThat(count(cqrs, "count")).isEqualTo(19);
    List<DeadLetter> letters = cqrs.subscriptions().deadLetters("count");
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).position()).isEqualTo(6);
    assertThat(letters.get(0).key()).isEqualTo("a");
    assertThat(letters.get(0).type()).isEqualTo("Noted");
    assertThat(letters.get(0).attempts()).isEqualTo(2);
    assertThat(letters.get(0).error()).contains("IllegalArgumentException", "5 is refused");
  }

  @Test
  void later_events_of_a_dead_letters_stream_wait_and_are_replayed_in_order() {
    AtomicBoolean mended = new AtomicBoolean();
    Cqrs cqrs = follow(failingOnce(mended));
    cqrs.send(new NoteMany(List.of("a", "b"), 3));
    await(cqrs, "notes");
    assertThat(handled).containsExactly("a:0", "b:0", "b:1", "b:2");
    assertThat(cqrs.subscriptions().deadLetters("notes"))
        .extracting(DeadLetter::position)
        .containsExactly(3L, 5L);

    mended.set(true);
    cqrs.subscriptions().replay(cqrs.subscriptions().deadLetters("notes").get(0));
    eventually(() -> assertThat(cqrs.subscriptions().deadLetters("notes")).isEmpty());
    cqrs.send(new Note("a", "last"));
    await(cqrs, "notes");

    assertThat(handled).containsExactly("a:0", "b:0", "b:1", "b:2", "a:1", "a:2", "a:last");
  }

  private Subscription failingOnce(AtomicBoolean mended) {
    return Subscription.named("notes")
        .onFailure(LETTERS)
        .each(
            event -> {
              if (!mended.get()) {
                refuse(Notes.place(event), "a:1");
              }
              handled.add(Notes.place(event));
            });
  }

  @Test
  void waiting_events_still_wait_after_a_restart() {
    AtomicBoolean mended = new AtomicBoolean();
    Cqrs first = follow(failingOnce(mended));
    first.send(new NoteMany(List.of("a"), 2));
    await(first, "notes");
    close(first);

    Cqrs second = follow(failingOnce(mended));
    second.send(new Note("a", "later"));
    await(second, "notes");

    assertThat(handled).containsExactly("a:0");
    assertThat(second.subscriptions().deadLetters("notes")).hasSize(2);
  }

  @Test
  void a_dead_letter_that_fails_again_stays_one() {
    Cqrs cqrs = follow(failingOnce(new AtomicBoolean()));
    cqrs.send(new NoteMany(List.of("a"), 3));
    await(cqrs, "notes");

    cqrs.subscriptions().replay(cqrs.subscriptions().deadLetters("notes").get(0));

    eventually(
        () ->
            assertThat(cqrs.subscriptions().deadLetters("notes"))
                .extracting(DeadLetter::attempts)
                .containsExactly(3, 0));
    assertThat(handled).containsExactly("a:0");
  }

  @Test
  void a_discarded_dead_letter_is_gone_and_its_followers_can_be_replayed() {
    Cqrs cqrs = follow(failingOnce(new AtomicBoolean()));
    cqrs.send(new NoteMany(List.of("a"), 3));
    await(cqrs, "notes");

    cqrs.subscriptions().discard(cqrs.subscriptions().deadLetters("notes").get(0));
    eventually(() -> assertThat(cqrs.subscriptions().deadLetters("notes")).hasSize(1));
    cqrs.subscriptions().replay(cqrs.subscriptions().deadLetters("notes").get(0));
    eventually(() -> assertThat(cqrs.subscriptions().deadLetters("notes")).isEmpty());

    assertThat(handled).containsExactly("a:0", "a:2");
  }

  @Test
  void any_error_text_fits_into_a_dead_letter() {
    String nasty = "\u0000 \ud800 \ud83d\ude00 ' \" \\ \n".repeat(50_000);
    Cqrs cqrs =
        follow(
            Subscription.named("notes")
                .onFailure(LETTERS)
                .each(
                    event -> {
                      throw new IllegalStateException(nasty);
                    }));

    cqrs.send(new Note("a", "x"));
    await(cqrs, "notes");

    assertThat(cqrs.subscriptions().deadLetters("notes").get(0).error())
        .startsWith("java.lang.IllegalStateException")
        .contains("\ud83d\ude00")
        .hasSizeLessThanOrEqualTo(10_000);
  }

  @Test
  void errors_of_every_kind_end_as_dead_letters_and_kill_no_thread() {
    Cqrs cqrs =
        follow(
            Subscription.named("notes")
                .onFailure(LETTERS.othersPass())
                .each(
                    event -> {
                      switch (Notes.text(event)) {
                        case "0" -> throw new AssertionError("an error");
                        case "1" -> overflow(1);
                        case "2" -> throw new OutOfMemoryError("not really");
                        case "3" -> throw new Exception("checked");
                        default -> handled.add(Notes.text(event));
                      }
                    }));

    cqrs.send(new NoteMany(List.of("a"), 8));
    await(cqrs, "notes");

    assertThat(handled).containsExactly("4", "5", "6", "7");
    assertThat(cqrs.subscriptions().deadLetters("notes")).hasSize(4);
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }

  @Test
  void the_type_of_an_error_can_decide() {
    Cqrs cqrs =
        follow(
            Subscription.named("notes")
                .onFailure(LETTERS.stopOn(IllegalArgumentException.class))
                .each(event -> refuse(Notes.text(event), "1")));

    cqrs.send(new NoteMany(List.of("a"), 3));

    assertThatThrownBy(() -> await(cqrs, "notes")).isInstanceOf(ViewFailedException.class);
    assertThat(cqrs.subscriptions().deadLetters("notes")).isEmpty();
  }

  @Test
  void an_interrupted_handler_interrupts_nothing_else() {
    Cqrs cqrs =
        follow(
            Notes.each(
                "notes",
                event -> {
                  handled.add(Notes.text(event));
                  Thread.currentThread().interrupt();
                }));

    for (int i = 0; i < 5; i++) {
      cqrs.send(new Note("a", String.valueOf(i)));
      await(cqrs, "notes");
    }

    assertThat(handled).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void a_failing_sink_gets_the_same_again_in_order() {
    AtomicInteger calls = new AtomicInteger();
    Cqrs cqrs =
        follow(
            Subscription.named("relay")
                .batch(4)
                .onFailure(
                    FailurePolicy.stop().retries(1_000, Duration.ofMillis(1), Duration.ofMillis(2)))
                .to(
                    events -> {
                      if (calls.incrementAndGet() % 3 == 0) {
                        throw new java.io.IOException("the broker is away");
                      }
                      events.forEach(each -> handled.add(Notes.text(each)));
                    }));

    cqrs.send(new NoteMany(List.of("a"), 30));
    await(cqrs, "relay");

    assertThat(handled)
        .containsExactlyElementsOf(IntStream.range(0, 30).mapToObj(String::valueOf).toList());
  }

  @Test
  void a_receiver_that_is_away_gets_the_same_batch_again_until_it_is_back() {
    AtomicInteger away = new AtomicInteger(10);
    Cqrs writer = open(Notes.on(storage(), "writer"));
    writer.send(new NoteMany(List.of("a"), 30));

    Cqrs cqrs =
        follow(
            Subscription.named("relay")
                .onFailure(oneAttempt())
                .to(
                    events -> {
                      handled.add(String.valueOf(events.size()));
                      if (away.getAndDecrement() > 0) {
                        throw new ReceiverUnavailableException("the broker is away", null);
                      }
                    }));
    await(cqrs, "relay");

    assertThat(handled).hasSize(11).containsOnly("30");
  }

  /** What is tried again at all is tried soon. */
  private static FailurePolicy oneAttempt() {
    return FailurePolicy.stop().retries(0, Duration.ofMillis(1), Duration.ofMillis(5));
  }

  @Test
  void a_sink_that_fails_half_way_gets_the_events_from_before_it_again() {
    AtomicBoolean failed = new AtomicBoolean();
    Cqrs writer = open(Notes.on(storage(), "writer"));
    writer.send(new NoteMany(List.of("a"), 5));

    Cqrs cqrs =
        follow(
            Subscription.named("relay")
                .onFailure(Notes.AT_ONCE)
                .to(
                    events -> {
                      for (RecordedEvent each : events) {
                        if (Notes.text(each).equals("3") && !failed.getAndSet(true)) {
                          throw new IllegalStateException("half-way");
                        }
                        handled.add(Notes.text(each));
                      }
                    }));
    await(cqrs, "relay");

    assertThat(handled).containsExactly("0", "1", "2", "0", "1", "2", "3", "4");
  }

  @Test
  void nothing_overtakes_a_dead_letter_whose_replay_finds_the_receiver_away() {
    AtomicBoolean mended = new AtomicBoolean();
    AtomicInteger away = new AtomicInteger();
    Cqrs cqrs =
        follow(
            Subscription.named("notes")
                .onFailure(LETTERS)
                .each(
                    event -> {
                      if (away.getAndDecrement() > 0) {
                        throw new ReceiverUnavailableException("away", null);
                      }
                      if (!mended.get()) {
                        refuse(Notes.place(event), "a:1");
                      }
                      handled.add(Notes.place(event));
                    }));
    cqrs.send(new NoteMany(List.of("a"), 3));
    await(cqrs, "notes");

    mended.set(true);
    away.set(5);
    cqrs.subscriptions().replay(cqrs.subscriptions().deadLetters("notes").get(0));
    cqrs.send(new Note("a", "last"));
    eventually(() -> assertThat(cqrs.subscriptions().deadLetters("notes")).isEmpty());
    await(cqrs, "notes");

    assertThat(handled).containsExactly("a:0", "a:1", "a:2", "a:last");
  }

  // What can be done

  @Test
  void a_paused_subscription_stands_still_until_it_is_resumed() {
    Cqrs cqrs = follow(collecting());
    Cqrs other = open(Notes.on(storage(), "other").follow(collecting()));

    other.subscriptions().pause("notes");
    eventually(
        () ->
            assertThat(other.subscriptions().statuses("notes").get(0).state())
                .isEqualTo(SubscriptionState.PAUSED));
    eventually(
        () ->
            assertThat(cqrs.subscriptions().statuses("notes").get(0).state())
                .isEqualTo(SubscriptionState.PAUSED));
    cqrs.send(new Note("a", "x"));
    assertThat(handled).isEmpty();
    other.subscriptions().resume("notes");
    await(cqrs, "notes");

    assertThat(handled).containsExactly("a:x");
  }

  @Test
  void a_reset_subscription_gets_events_again() {
    Cqrs cqrs = follow(collecting());
    cqrs.send(new NoteMany(List.of("a"), 3));
    await(cqrs, "notes");

    cqrs.subscriptions().reset("notes", 1);

    eventually(() -> assertThat(handled).containsExactly("a:0", "a:1", "a:2", "a:1", "a:2"));
  }

  @Test
  void a_reset_to_nowhere_or_of_a_view_is_refused() {
    Cqrs cqrs = open(Notes.on(storage()).follow(collecting()).follow(Notes.pages().build()));

    assertThatThrownBy(() -> cqrs.subscriptions().reset("notes", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Position 1 is not in the log; its head is 0.");
    assertThatThrownBy(() -> cqrs.subscriptions().reset("pages", 0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("rebuild it instead");
    assertThatThrownBy(() -> cqrs.subscriptions().pause("nobody"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Nothing follows the log under the name 'nobody'");
  }

  @Test
  void a_subscription_that_is_started_and_stopped_often_works_still() {
    for (int i = 0; i < 30; i++) {
      Cqrs cqrs = follow(collecting());
      cqrs.send(new Note("a", String.valueOf(i)));
      if (i % 3 == 0) {
        await(cqrs, "notes");
      }
      close(cqrs);
    }
    await(follow(collecting()), "notes");

    assertThat(handled)
        .containsExactlyElementsOf(IntStream.range(0, 30).mapToObj(i -> "a:" + i).toList());
  }

  // Builds

  @Test
  void a_rebuilt_view_takes_over_and_is_the_same() {
    Projection<Page, String> pages = Notes.pages().build();
    Cqrs cqrs = open(Notes.on(storage()).follow(pages));
    cqrs.send(new NoteMany(List.of("a", "b"), 50));
    await(cqrs, "pages");
    List<Page> before = cqrs.view(pages).all().toList();

    Rebuild rebuild = cqrs.subscriptions().rebuild("pages");

    assertThat(rebuild.await(SOON)).isTrue();
    assertThat(rebuild.build()).isEqualTo(2);
    assertThat(rebuild.progress().done()).isTrue();
    assertThat(rebuild.progress().position()).isEqualTo(100);
    assertThat(cqrs.view(pages).all().toList()).isEqualTo(before);
    cqrs.send(new Note("c", "new"));
    await(cqrs, "pages");
    assertThat(cqrs.view(pages).count()).isEqualTo(3);
  }

  @Test
  void a_rebuild_of_an_empty_log_takes_over() {
    Projection<Page, String> pages = Notes.pages().build();
    Cqrs cqrs = open(Notes.on(storage()).follow(pages));

    assertThat(cqrs.subscriptions().rebuild("pages").await(SOON)).isTrue();
    cqrs.send(new Note("a", "x"));
    await(cqrs, "pages");

    assertThat(cqrs.view(pages).count()).isEqualTo(1);
  }

  @Test
  void old_builds_are_dropped_when_told_to() {
    Projection<Page, String> pages = Notes.pages().build();
    Cqrs cqrs = open(Notes.on(storage()).follow(pages));
    cqrs.send(new Note("a", "x"));
    await(cqrs, "pages");
    assertThat(cqrs.subscriptions().rebuild("pages").await(SOON)).isTrue();

    cqrs.subscriptions().dropOldBuilds("pages");

    assertThat(cqrs.subscriptions().statuses("pages"))
        .extracting(SubscriptionStatus::build)
        .containsExactly(2);
    assertThat(cqrs.view(pages).find("a")).contains(new Page("a", 1, "x"));
  }

  @Test
  void a_raised_version_is_built_beside_the_old_one_which_answers_meanwhile() {
    Projection<Page, String> first = Notes.pages().build();
    Cqrs cqrs = open(Notes.on(storage()).follow(first));
    cqrs.send(new NoteMany(List.of("a"), 10));
    await(cqrs, "pages");
    close(cqrs);
    AtomicBoolean go = new AtomicBoolean();
    Projection<Page, String> second =
        Projection.into(PAGES)
            .version(2)
            .onFailure(PATIENT)
            .onRecorded(
                Noted.class,
                event -> {
                  failUnless(go);
                  return String.valueOf(event.stream());
                },
                (page, event) -> new Page("second", page == null ? 2 : page.count() + 2, "-"))
            .build();

    Cqrs raised = open(Notes.on(storage()).follow(second));

    assertThat(raised.view(second).find("a")).contains(new Page("a", 10, "9"));
    go.set(true);
    eventually(
        () -> assertThat(raised.view(second).find("a")).contains(new Page("second", 20, "-")));
    assertThat(raised.subscriptions().statuses("pages"))
        .filteredOn(SubscriptionStatus::active)
        .extracting(SubscriptionStatus::version)
        .containsExactly(2);
  }

  private static final FailurePolicy PATIENT =
      FailurePolicy.stop().retries(100_000, Duration.ofMillis(1), Duration.ofMillis(5));

  private static void failUnless(AtomicBoolean go) {
    if (!go.get()) {
      throw new IllegalStateException("not yet");
    }
  }

  @Test
  void a_node_of_the_old_version_keeps_its_view_beside_the_new_one() {
    Projection<Page, String> first = Notes.pages().build();
    Projection<Page, String> second = Notes.pages().version(2).build();
    Cqrs old = open(Notes.on(storage(), "old").follow(first));
    old.send(new Note("a", "1"));
    await(old, "pages");
    Cqrs raised = open(Notes.on(storage(), "new").follow(second));
    Rebuild building = raised.subscriptions().building("pages");
    if (building != null) {
      assertThat(building.await(SOON)).isTrue();
    }

    old.send(new Note("a", "2"));
    await(old, "pages");
    await(raised, "pages");

    assertThat(old.view(first).find("a")).contains(new Page("a", 2, "2"));
    assertThat(raised.view(second).find("a")).contains(new Page("a", 2, "2"));
  }

  @Test
  void what_a_node_of_the_old_version_runs_is_not_dropped_until_it_has_gone() {
    Cqrs old = open(Notes.on(storage(), "old").follow(Notes.pages().build()));
    old.send(new Note("a", "1"));
    await(old, "pages");
    Cqrs raised = open(Notes.on(storage(), "new").follow(Notes.pages().version(2).build()));
    Rebuild building = raised.subscriptions().building("pages");
    if (building != null) {
      assertThat(building.await(SOON)).isTrue();
    }

    assertThatThrownBy(() -> raised.subscriptions().dropOldBuilds("pages"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("still runs build 1 of 'pages'; stop it first.");

    close(old);
    raised.subscriptions().dropOldBuilds("pages");
    assertThat(raised.subscriptions().statuses("pages"))
        .extracting(SubscriptionStatus::build)
        .containsExactly(2);
  }

  @Test
  void a_build_under_way_is_cancelled_and_another_one_begun() {
    AtomicBoolean fast = new AtomicBoolean(true);
    Projection<Page, String> pages =
        Projection.into(PAGES)
            .onFailure(PATIENT)
            .onRecorded(
                Noted.class,
                event -> {
                  failUnless(fast);
                  return String.valueOf(event.stream());
                },
                (page, event) -> new Page("p", page == null ? 1 : page.count() + 1, "-"))
            .build();
    Cqrs cqrs = open(Notes.on(storage()).follow(pages));
    cqrs.send(new NoteMany(List.of("a"), 5));
    await(cqrs, "pages");

    fast.set(false);
    Rebuild rebuild = cqrs.subscriptions().rebuild("pages");
    rebuild.cancel();
    fast.set(true);

    assertThatThrownBy(() -> rebuild.await(SOON)).hasMessageContaining("was cancelled");
    assertThat(cqrs.view(pages).find("a")).contains(new Page("p", 5, "-"));
    assertThat(cqrs.subscriptions().rebuild("pages").await(SOON)).isTrue();
    assertThat(cqrs.view(pages).find("a")).contains(new Page("p", 5, "-"));
  }

  @Test
  void a_rebuild_during_a_storm_of_appends_ends_like_the_live_view() throws Exception {
    Projection<Page, String> pages = Notes.pages().batch(50).build();
    Cqrs cqrs = open(Notes.on(storage()).follow(pages));
    cqrs.send(new NoteMany(List.of("a", "b", "c"), 200));
    AtomicBoolean over = new AtomicBoolean();
    Thread storm =
        new Thread(
            () -> {
              for (int i = 0; !over.get(); i++) {
                cqrs.send(new Note("s" + i % 5, String.valueOf(i)));
              }
            });
    storm.start();
    try {
      assertThat(cqrs.subscriptions().rebuild("pages").await(SOON)).isTrue();
    } finally {
      over.set(true);
      storm.join();
    }
    await(cqrs, "pages");
    List<Page> rebuilt = cqrs.view(pages).all().toList();

    assertThat(rebuilt.stream().mapToInt(Page::count).sum()).isEqualTo((int) cqrs.log().head());
    assertThat(cqrs.subscriptions().rebuild("pages").await(SOON)).isTrue();
    assertThat(cqrs.view(pages).all().toList()).isEqualTo(rebuilt);
  }

  @Test
  void a_raised_version_of_a_handler_goes_on_where_the_old_one_was() {
    Cqrs first = follow(collecting());
    first.send(new NoteMany(List.of("a"), 5));
    await(first, "notes");
    close(first);
    Subscription second =
        Subscription.named("notes").version(2).each(event -> handled.add("2 " + Notes.text(event)));

    Cqrs raised = follow(second);
    eventually(
        () ->
            assertThat(raised.subscriptions().statuses("notes"))
                .filteredOn(SubscriptionStatus::active)
                .extracting(SubscriptionStatus::version)
                .containsExactly(2));
    raised.send(new Note("a", "new"));
    await(raised, "notes");

    assertThat(handled).containsExactly("a:0", "a:1", "a:2", "a:3", "a:4", "2 new");
  }

  // Parts and nodes

  @Test
  void parts_keep_the_order_of_every_stream() {
    List<String> streams = IntStream.range(0, 10).mapToObj(i -> "s" + i).toList();
    Cqrs cqrs =
        follow(
            Subscription.named("notes")
                .parts(4)
                .batch(10)
                .each(event -> handled.add(Notes.place(event))));

    cqrs.send(new NoteMany(streams, 20));
    await(cqrs, "notes");

    assertThat(handled).hasSize(200);
    for (String stream : streams) {
      assertThat(handled.stream().filter(each -> each.startsWith(stream + ":")))
          .containsExactlyElementsOf(
              IntStream.range(0, 20).mapToObj(i -> stream + ":" + i).toList());
    }
  }

  @Test
  void a_view_in_parts_keeps_every_row_right() {
    Projection<Counter, String> byLetter =
        Projection.into(COUNTERS)
            .parts(3)
            .batch(7)
            .onRecorded(
                Noted.class,
                event -> String.valueOf(event.stream()).substring(0, 1),
                (row, event) -> new Counter(row == null ? 1 : row.count() + 1))
            .build();
    Cqrs cqrs = open(Notes.on(storage()).follow(byLetter));

    cqrs.send(new NoteMany(List.of("a1", "a2", "b1", "b2", "c1", "c2"), 50));
    await(cqrs, "counter");

    assertThat(cqrs.view(byLetter).all()).containsOnly(new Counter(100)).hasSize(3);
  }

  @Test
  void another_number_of_parts_needs_another_version() {
    Cqrs cqrs = follow(Subscription.named("notes").parts(2).each(event -> {}));
    close(cqrs);

    assertThatThrownBy(() -> follow(Subscription.named("notes").parts(3).each(event -> {})))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("runs in 2 parts, and not in 3; raise the version");
  }

  @Test
  void nodes_share_the_parts_evenly_and_take_over_from_one_that_closes() {
    Cqrs one = open(Notes.on(storage(), "one").follow(inParts()));
    Cqrs two = open(Notes.on(storage(), "two").follow(inParts()));
    Cqrs three = open(Notes.on(storage(), "three").follow(inParts()));
    eventually(() -> assertThat(shares(one)).containsExactlyInAnyOrder(2L, 2L, 2L));

    close(two);
    eventually(() -> assertThat(shares(one)).containsExactlyInAnyOrder(3L, 3L));
    close(three);
    eventually(() -> assertThat(shares(one)).containsExactly(6L));
  }

  private Subscription inParts() {
    return Subscription.named("notes").parts(6).each(event -> handled.add(Notes.place(event)));
  }

  private Store openStore() {
    return storage()
        .open(
            new StorageModel(
                ContractModel.EVENTS, List.of(), List.of(), java.time.Clock.systemUTC()));
  }

  private static List<Long> shares(Cqrs cqrs) {
    return List.copyOf(
        cqrs.subscriptions().statuses("notes").stream()
            .filter(each -> each.node() != null)
            .collect(
                java.util.stream.Collectors.groupingBy(
                    each -> String.valueOf(each.node()), java.util.stream.Collectors.counting()))
            .values());
  }

  @Test
  void single_subscriptions_are_spread_over_the_nodes() {
    CqrsBuilder one = Notes.on(storage(), "one");
    CqrsBuilder two = Notes.on(storage(), "two");
    for (int i = 0; i < 6; i++) {
      one.follow(counting("count " + i));
      two.follow(counting("count " + i));
    }
    Cqrs first = open(one);
    Cqrs second = open(two);

    eventually(
        () ->
            assertThat(
                    first.subscriptions().statuses().stream()
                        .filter(each -> "one".equals(each.node())))
                .hasSize(3));
    for (int i = 0; i < 20; i++) {
      (i % 2 == 0 ? first : second).send(new Note("a", String.valueOf(i)));
    }
    for (int i = 0; i < 6; i++) {
      await(first, "count " + i);
      assertThat(count(second, "count " + i)).isEqualTo(20);
    }
  }

  @Test
  void readers_of_a_node_that_is_gone_without_a_word_are_taken_over() {
    Duration term = Duration.ofMillis(400);
    Cqrs cqrs = open(Notes.on(storage(), "node", term).follow(collecting()));
    cqrs.send(new Note("a", "1"));
    await(cqrs, "notes");
    close(cqrs);
    // Taken by a node that never says another word.
    try (Store store = openStore()) {
      store.subscriptions().beat("ghost", Set.of("1 notes"), term);
      Reader reader = store.subscriptions().roster().readers().get(0);
      assertThat(store.subscriptions().claim(reader, "ghost")).isPresent();
    }

    Cqrs next = open(Notes.on(storage(), "next", term).follow(collecting()));
    next.send(new Note("a", "2"));
    await(next, "notes");

    assertThat(handled).containsExactly("a:1", "a:2");
  }

  @Test
  void many_subscriptions_need_few_threads() {
    int before = Thread.activeCount();
    CqrsBuilder builder = Notes.on(storage());
    for (int i = 0; i < 200; i++) {
      builder.follow(Notes.each("notes " + i, event -> handled.add(Notes.text(event))));
    }
    Cqrs cqrs = open(builder);
    cqrs.send(new NoteMany(List.of("a"), 3));
    for (int i = 0; i < 200; i++) {
      await(cqrs, "notes " + i);
    }

    assertThat(handled).hasSize(600);
    assertThat(Thread.activeCount() - before).isLessThan(15);
  }

  @Test
  void a_listener_hears_of_every_state_and_may_fail() {
    ConcurrentLinkedQueue<SubscriptionState> states = new ConcurrentLinkedQueue<>();
    Cqrs cqrs =
        open(
            Notes.on(storage())
                .subscriptions(
                    new Subscriptions.Options(
                        "node",
                        Duration.ofSeconds(10),
                        2,
                        status -> {
                          states.add(status.state());
                          throw new IllegalStateException("a listener that fails");
                        }))
                .follow(
                    Subscription.named("notes")
                        .onFailure(AT_ONCE.retries(1, Duration.ofMillis(1), Duration.ofMillis(1)))
                        .each(event -> refuse(Notes.text(event), "bad"))));
    eventually(() -> assertThat(states).contains(SubscriptionState.LIVE));
    cqrs.send(new Note("a", "bad"));
    assertThatThrownBy(() -> await(cqrs, "notes")).isInstanceOf(ViewFailedException.class);

    // It may catch up before it fails, and it is known to have failed before the listener hears.
    eventually(
        () ->
            assertThat(states)
                .filteredOn(each -> each != SubscriptionState.CATCHING_UP)
                .containsExactly(
                    SubscriptionState.LIVE, SubscriptionState.RETRYING, SubscriptionState.FAILED));
  }

  private interface Check {
    void run();
  }

  /** Looks again and again until it holds. */
  private static void eventually(Check check) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (true) {
      try {
        check.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
    }
  }
}
