package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.plaincqrs.contract.ContractEvent.Deposited;
import org.plaincqrs.contract.ContractEvent.Noted;
import org.plaincqrs.contract.ContractEvent.Opened;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.storage.EventPage;

/**
 * A log at random, and what its pages must be. A page holds the next matches; it is full, or the
 * end is reached. It looks no further than to where the next match stands, and there is more
 * exactly when it did not look to the end.
 */
final class LogModel {
  static final List<String> STREAMS = List.of("a", "b", "c");
  private static final List<String> TYPES = List.of("Noted", "Deposited", "account-opened", "none");
  private static final List<Tag> TAGS =
      List.of(StorageFixture.RED, StorageFixture.BLUE, StorageFixture.BIG, Tag.of("size", "s"));

  private final Random random;
  private final Supplier<CommitBuilder> commit;
  private final List<Object> payloads = new ArrayList<>();

  LogModel(Random random, Supplier<CommitBuilder> commit) {
    this.random = random;
    this.commit = commit;
  }

  /** Of this run; {@code -Dcontract.seed} repeats one. */
  static long seed() {
    return Long.getLong("contract.seed", System.nanoTime());
  }

  static String rerun(long seed) {
    return "repeat with -Dcontract.seed=" + seed + ":";
  }

  List<CommitBuilder> commits(int count) {
    List<CommitBuilder> commits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CommitBuilder next = commit.get();
      for (int events = random.nextInt(5); events > 0; events--) {
        ContractEvent event = event();
        payloads.add(event);
        int stream = random.nextInt(STREAMS.size() + 1);
        next.append(
            stream < STREAMS.size() ? STREAMS.get(stream) : null,
            event,
            some(TAGS, random.nextInt(4)).toArray(new Tag[0]));
      }
      commits.add(next);
    }
    return commits;
  }

  List<Object> payloads() {
    return payloads;
  }

  EventQuery query() {
    List<EventQuery.Item> items = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      items.add(new EventQuery.Item(some(TYPES, random.nextInt(3)), some(TAGS, random.nextInt(3))));
    }
    return new EventQuery(items);
  }

  private ContractEvent event() {
    int number = payloads.size();
    return switch (random.nextInt(3)) {
      case 0 -> new Noted("note " + number);
      case 1 -> new Deposited(number);
      default -> new Opened("owner " + number);
    };
  }

  private <T> Set<T> some(List<T> of, int count) {
    Set<T> some = new HashSet<>();
    for (int i = 0; i < count; i++) {
      some.add(of.get(random.nextInt(of.size())));
    }
    return some;
  }

  /** What is read page by page, and the number that says where an event stands in it. */
  record Walk(
      String run, List<RecordedEvent> matches, ToLongFunction<RecordedEvent> place, int limit) {}

  /** Pages from the start to the end; {@code read} is given where to start behind. */
  static void checkForward(Walk walk, long end, LongFunction<EventPage> read) {
    List<RecordedEvent> rest = walk.matches;
    long after = 0;
    EventPage page;
    do {
      page = read.apply(after);
      assertThat(page.events())
          .as(walk.run)
          .isEqualTo(rest.subList(0, Math.min(walk.limit, rest.size())));
      rest = rest.subList(page.events().size(), rest.size());
      long next = rest.isEmpty() ? end + 1 : walk.place.applyAsLong(rest.get(0));
      assertThat(page.through()).as(walk.run).isLessThan(next).isGreaterThanOrEqualTo(after);
      assertThat(page.more()).as(walk.run).isEqualTo(page.through() < end);
      assertThat(page.more() && page.events().size() < walk.limit).as(walk.run).isFalse();
      for (RecordedEvent event : page.events()) {
        assertThat(walk.place.applyAsLong(event)).as(walk.run).isLessThanOrEqualTo(page.through());
      }
      after = page.through();
    } while (page.more());
    assertThat(rest).as(walk.run).isEmpty();
    assertThat(after).as(walk.run).isEqualTo(end);
  }

  /** Pages from the end to the start; {@code read} is given where to start before. */
  static void checkBackward(Walk walk, LongFunction<EventPage> read) {
    List<RecordedEvent> rest = new ArrayList<>(walk.matches);
    Collections.reverse(rest);
    long before = Long.MAX_VALUE;
    EventPage page;
    do {
      page = read.apply(before);
      assertThat(page.events())
          .as(walk.run)
          .isEqualTo(rest.subList(0, Math.min(walk.limit, rest.size())));
      rest = rest.subList(page.events().size(), rest.size());
      long next = rest.isEmpty() ? 0 : walk.place.applyAsLong(rest.get(0));
      assertThat(page.through()).as(walk.run).isGreaterThan(next).isLessThanOrEqualTo(before);
      assertThat(page.more()).as(walk.run).isEqualTo(page.through() > 1);
      assertThat(page.more() && page.events().size() < walk.limit).as(walk.run).isFalse();
      for (RecordedEvent event : page.events()) {
        assertThat(walk.place.applyAsLong(event))
            .as(walk.run)
            .isGreaterThanOrEqualTo(page.through());
      }
      before = page.through();
    } while (page.more());
    assertThat(rest).as(walk.run).isEmpty();
    assertThat(before).as(walk.run).isEqualTo(1);
  }
}
