package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plaincqrs.contract.ContractModel.PEOPLE;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.plaincqrs.contract.ContractEvent.Noted;
import org.plaincqrs.contract.ContractModel.Greet;
import org.plaincqrs.contract.ContractModel.Greeting;
import org.plaincqrs.contract.ContractModel.Person;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.storage.Checkpoint;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.DocumentStore;
import org.plaincqrs.storage.EventPage;
import org.plaincqrs.storage.ExpectedVersion;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.Store;
import org.plaincqrs.storage.Verdict;
import org.plaincqrs.storage.Versioned;

/** What a {@link Store} promises to threads that use it at once. */
public abstract class ConcurrencyContract extends StorageFixture {
  private static final int WRITERS = 8;

  private final Race race = new Race(WRITERS);

  /** How often writers race; a slow backend may take fewer. */
  protected int rounds() {
    return 50;
  }

  @AfterEach
  void endRace() {
    race.close();
  }

  @Test
  void of_racing_appends_at_one_version_exactly_one_wins() throws Exception {
    Store store = store();
    for (int round = 0; round < rounds(); round++) {
      ExpectedVersion seen = ExpectedVersion.exactly(round);

      List<Verdict> verdicts =
          race.run(i -> store.commit(commit().expect("a", seen).note("a", "by " + i).build()));

      assertOneWon(verdicts);
      assertThat(conflicts(verdicts)).extracting(Verdict.Conflict::found).containsOnly(round + 1L);
    }
    assertThat(versions(stream("a"))).isEqualTo(upTo(rounds()));
  }

  @Test
  void of_racing_writes_of_documents_only_the_one_that_fails_leaves_nothing() throws Exception {
    DocumentStore documents = store().documents();
    for (int round = 0; round < rounds(); round++) {
      String prefix = "round " + round + " ";

      List<String> said =
          race.run(
              i -> {
                try {
                  documents.write(
                      to -> {
                        to.put(PEOPLE, prefix + i, new Versioned<>(Person.named("Ann"), 1));
                        if (i == 0) {
                          throw new IllegalStateException("guilty");
                        }
                      });
                  return "written";
                } catch (IllegalStateException e) {
                  return String.valueOf(e.getMessage());
                }
              });

      assertThat(said.get(0)).isEqualTo("guilty");
      assertThat(said.subList(1, WRITERS)).containsOnly("written");
      assertThat(documents.find(PEOPLE, prefix + 0)).isEmpty();
      for (int i = 1; i < WRITERS; i++) {
        assertThat(documents.find(PEOPLE, prefix + i)).isPresent();
      }
    }
  }

  @Test
  void of_racing_commits_that_expect_no_event_with_a_tag_exactly_one_wins() throws Exception {
    Store store = store();
    for (int round = 0; round < rounds(); round++) {
      Tag seat = Tag.of("seat", "number " + round);

      List<Verdict> verdicts =
          race.run(
              i ->
                  store.commit(
                      commit()
                          .expectNone(EventQuery.tags(seat), 0)
                          .tagged(new Noted("by " + i), seat)
                          .build()));

      assertOneWon(verdicts);
      assertThat(matching(EventQuery.tags(seat))).hasSize(1);
    }
  }

  @Test
  void of_racing_commits_that_guard_what_the_others_write_exactly_one_wins() throws Exception {
    Store store = store();
    for (int round = 0; round < rounds(); round++) {
      String streams = "round " + round + " of ";

      List<Verdict> verdicts =
          race.run(
              i ->
                  store.commit(
                      commit()
                          .expect(streams + (1 - i % 2), ExpectedVersion.none())
                          .expect(streams + i % 2, ExpectedVersion.none())
                          .note(streams + i % 2, "by " + i)
                          .build()));

      assertOneWon(verdicts);
    }
  }

  @Test
  void of_racing_writes_of_a_document_at_one_version_exactly_one_wins() throws Exception {
    Store store = store();
    for (int round = 0; round < rounds(); round++) {
      long version = round;

      List<Verdict> verdicts =
          race.run(
              i ->
                  store.commit(
                      commit()
                          .expect(PEOPLE, "ann", ExpectedVersion.exactly(version))
                          .put(PEOPLE, "ann", version + 1, Person.named("by " + i))
                          .build()));

      assertOneWon(verdicts);
    }
    assertThat(store.documents().find(PEOPLE, "ann").orElseThrow().version()).isEqualTo(rounds());
  }

  @Test
  void a_command_sent_by_many_threads_has_one_effect_and_one_answer() throws Exception {
    Store store = store();
    for (int round = 0; round < rounds(); round++) {
      UUID id = UUID.randomUUID();

      List<Verdict> verdicts =
          race.run(
              i -> {
                HandledCommand command =
                    new HandledCommand(
                        id, new Greet("Ann"), Greeting.class, new Greeting("by " + i));
                return store.commit(commit().command(command).note("a", "by " + i).build());
              });

      assertOneWon(verdicts);
      String winner = ((Noted) wholeLog().get(round).payload()).text();
      assertThat(verdicts)
          .filteredOn(verdict -> !(verdict instanceof Verdict.Committed))
          .containsOnly(new Verdict.Duplicate(new Greeting(winner), round + 1));
    }
    assertThat(store.log().head()).isEqualTo(rounds());
  }

  @Test
  void a_tailing_reader_sees_every_event_in_order_while_others_append() throws Exception {
    Store store = openWith(StorageFixture::count);
    ConcurrentLinkedQueue<RecordedEvent> acknowledged = new ConcurrentLinkedQueue<>();
    AtomicInteger writing = new AtomicInteger(WRITERS - 1);

    List<List<RecordedEvent>> seen =
        race.run(
            i -> {
              if (i == 0) {
                return tail(store, writing);
              }
              try {
                for (int n = 0; n < 2 * rounds(); n++) {
                  acknowledged.addAll(appended(store, i, n));
                }
              } finally {
                writing.decrementAndGet();
              }
              return List.of();
            });

    List<RecordedEvent> log = wholeLog();
    assertThat(positions(log)).isEqualTo(upTo(log.size()));
    assertThat(seen.get(0)).isEqualTo(log);
    assertThat(acknowledged).containsExactlyInAnyOrderElementsOf(log);
    for (int stream = 0; stream < 3; stream++) {
      List<Long> versions = versions(stream("s" + stream));
      assertThat(versions).isEqualTo(upTo(versions.size()));
    }
    assertThat(counted()).isEqualTo(log.size());
  }

  @Test
  void what_one_thread_has_read_no_later_read_takes_back() throws Exception {
    Store store = openWith(StorageFixture::count);
    AtomicInteger writing = new AtomicInteger(WRITERS / 2);

    List<List<String>> broken =
        race.run(
            i -> {
              if (i % 2 == 0) {
                return contradictions(store, writing);
              }
              try {
                for (int n = 0; n < 2 * rounds(); n++) {
                  appended(store, i, n);
                }
              } finally {
                writing.decrementAndGet();
              }
              return List.of();
            });

    assertThat(broken).allSatisfy(each -> assertThat(each).isEmpty());
  }

  @Test
  void racing_followers_apply_each_page_exactly_once() throws Exception {
    Store store = store();
    int events = 8 * rounds();
    for (int i = 0; i < events; i++) {
      committed(commit().note("a", "x"));
    }

    List<List<Long>> applied = race.run(i -> follow(store, events));

    assertThat(applied.stream().flatMap(List::stream).sorted().toList()).isEqualTo(upTo(events));
    assertThat(counted()).isEqualTo(events);
    assertThat(store.documents().checkpoint("view")).isEqualTo(events);
  }

  private List<RecordedEvent> appended(Store store, int writer, int n) {
    CommitBuilder commit = commit().note("s" + n % 3, writer + "/" + n);
    if (n % 2 == 0) {
      commit.tagged(new Noted("tagged"), RED).note("s" + writer % 3, "more");
    }
    Commit built = commit.build();
    return ((Verdict.Committed) store.commit(built)).events();
  }

  /** What a reader sees that asks again and again, until nobody writes and the end is reached. */
  private static List<RecordedEvent> tail(Store store, AtomicInteger writing) {
    List<RecordedEvent> seen = new ArrayList<>();
    long after = 0;
    long deadline = deadline();
    boolean last = false;
    while (System.nanoTime() < deadline) {
      boolean quiet = writing.get() == 0;
      EventPage page = store.log().read(EventQuery.all(), after, 7);
      seen.addAll(page.events());
      after = page.through();
      last = quiet && !page.more();
      if (last) {
        break;
      }
    }
    assertThat(last).as("the end was reached in time").isTrue();
    return seen;
  }

  /** Everything is read twice in an order in which the second may not be behind the first. */
  private List<String> contradictions(Store store, AtomicInteger writing) {
    List<String> found = new ArrayList<>();
    long deadline = deadline();
    boolean quiet = false;
    while (!quiet && found.isEmpty() && System.nanoTime() < deadline) {
      quiet = writing.get() == 0;
      long head = store.log().head();
      long counted = counted();
      long later = store.log().head();
      long version = store.log().version("s0");
      EventPage stream = store.log().readStream("s0", 0, Integer.MAX_VALUE);
      EventPage page = store.log().readBackward(EventQuery.all(), Long.MAX_VALUE, 1);
      if (counted < head || later < counted) {
        found.add("head " + head + ", then counted " + counted + ", then head " + later);
      }
      if (stream.events().size() < version) {
        found.add("version " + version + ", then " + stream.events().size() + " events");
      }
      if (page.events().isEmpty() ? later > 0 : page.events().get(0).position() < later) {
        found.add("head " + later + ", then the last is " + positions(page.events()));
      }
    }
    return found;
  }

  private static List<Long> follow(Store store, int end) {
    List<Long> applied = new ArrayList<>();
    DocumentStore documents = store.documents();
    long deadline = deadline();
    for (long at = 0; at < end && System.nanoTime() < deadline; at = documents.checkpoint("view")) {
      EventPage page = store.log().read(EventQuery.all(), at, 3);
      Checkpoint move = new Checkpoint("view", at, page.through());
      if (documents.advance(move, to -> count(page.events(), to))) {
        applied.addAll(positions(page.events()));
      }
    }
    return applied;
  }

  private static void assertOneWon(List<Verdict> verdicts) {
    assertThat(verdicts).filteredOn(verdict -> verdict instanceof Verdict.Committed).hasSize(1);
  }

  private static List<Verdict.Conflict> conflicts(List<Verdict> verdicts) {
    return verdicts.stream()
        .filter(verdict -> verdict instanceof Verdict.Conflict)
        .map(verdict -> (Verdict.Conflict) verdict)
        .toList();
  }

  private static List<Long> upTo(int end) {
    return LongStream.rangeClosed(1, end).boxed().toList();
  }

  private static long deadline() {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
  }
}
