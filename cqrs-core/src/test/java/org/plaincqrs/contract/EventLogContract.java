package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plaincqrs.contract.ContractEvent.Deposited;
import org.plaincqrs.contract.ContractEvent.Noted;
import org.plaincqrs.event.EventQuery;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.event.Tag;
import org.plaincqrs.storage.EventLog;
import org.plaincqrs.storage.EventPage;

/**
 * {@link EventLog}: reading forward and backward, whole and by stream. {@link LogModel} says what a
 * page must be.
 */
public abstract class EventLogContract extends StorageFixture {
  private static final int[] LIMITS = {1, 2, 3, 10, Integer.MAX_VALUE};

  @Test
  void an_empty_log_is_at_0_and_ends_at_once() {
    assertThat(log().head()).isZero();
    assertThat(log().version("a")).isZero();
    assertThat(log().read(EventQuery.all(), 0, 10)).isEqualTo(new EventPage(List.of(), 0, false));
    assertThat(log().readBackward(EventQuery.all(), Long.MAX_VALUE, 10).events()).isEmpty();
    assertThat(log().readBackward(EventQuery.all(), Long.MAX_VALUE, 10).more()).isFalse();
  }

  @Test
  void an_unknown_stream_is_empty() {
    committed(commit().note("a", "1"));

    assertThat(log().version("b")).isZero();
    assertThat(log().readStream("b", 0, 10)).isEqualTo(new EventPage(List.of(), 0, false));
    assertThat(log().readStreamBackward("b", Long.MAX_VALUE, 10).events()).isEmpty();
    assertThat(log().readStreamBackward("b", Long.MAX_VALUE, 10).more()).isFalse();
  }

  @Test
  void a_page_begins_behind_the_position() {
    threeOf("a");

    assertThat(positions(log().read(EventQuery.all(), 0, 10).events())).containsExactly(1L, 2L, 3L);
    assertThat(positions(log().read(EventQuery.all(), 1, 10).events())).containsExactly(2L, 3L);
    assertThat(positions(log().read(EventQuery.all(), 3, 10).events())).isEmpty();
    assertThat(versions(log().readStream("a", 1, 10).events())).containsExactly(2L, 3L);
  }

  @Test
  void a_page_backward_begins_before_the_position() {
    threeOf("a");

    assertThat(positions(log().readBackward(EventQuery.all(), Long.MAX_VALUE, 10).events()))
        .containsExactly(3L, 2L, 1L);
    assertThat(positions(log().readBackward(EventQuery.all(), 3, 10).events()))
        .containsExactly(2L, 1L);
    assertThat(log().readBackward(EventQuery.all(), 1, 10).events()).isEmpty();
    assertThat(versions(log().readStreamBackward("a", Long.MAX_VALUE, 10).events()))
        .containsExactly(3L, 2L, 1L);
    assertThat(versions(log().readStreamBackward("a", 3, 1).events())).containsExactly(2L);
    assertThat(log().readStreamBackward("a", 1, 10).events()).isEmpty();
  }

  @Test
  void a_page_tells_whether_there_is_more_to_look_at() {
    threeOf("a");

    assertThat(log().read(EventQuery.all(), 0, 2).more()).isTrue();
    assertThat(log().read(EventQuery.all(), 0, 2).through()).isEqualTo(2);
    assertThat(log().read(EventQuery.all(), 0, 3).more()).isFalse();
    assertThat(log().read(EventQuery.all(), 2, 1).more()).isFalse();
    assertThat(log().readBackward(EventQuery.all(), 4, 2).more()).isTrue();
    assertThat(log().readBackward(EventQuery.all(), 4, 3).more()).isFalse();
    assertThat(log().readStream("a", 0, 2).more()).isTrue();
    assertThat(log().readStream("a", 0, 3).more()).isFalse();
    assertThat(log().readStreamBackward("a", 4, 2).more()).isTrue();
    assertThat(log().readStreamBackward("a", 4, 3).more()).isFalse();
  }

  @Test
  void a_filter_that_matches_nothing_moves_through_to_the_head() {
    threeOf("a");

    assertThat(log().read(EventQuery.tags(BLUE), 0, 2))
        .isEqualTo(new EventPage(List.of(), 3, false));
    assertThat(log().read(EventQuery.types(Set.of("nothing")), 1, 2))
        .isEqualTo(new EventPage(List.of(), 3, false));
  }

  @Test
  void a_page_that_is_not_full_moves_through_to_the_head() {
    committed(commit().tagged(new Noted("1"), RED).note("a", "2").note("a", "3"));

    EventPage page = log().read(EventQuery.tags(RED), 0, 2);

    assertThat(positions(page.events())).containsExactly(1L);
    assertThat(page.through()).isEqualTo(3);
    assertThat(page.more()).isFalse();
  }

  @Test
  void a_read_behind_the_end_stays_where_it_is() {
    threeOf("a");

    for (long beyond : List.of(3L, 4L, 1L << 40, Long.MAX_VALUE)) {
      assertThat(log().read(EventQuery.all(), beyond, 10))
          .isEqualTo(new EventPage(List.of(), beyond, false));
      assertThat(log().read(EventQuery.tags(RED), beyond, 10))
          .isEqualTo(new EventPage(List.of(), beyond, false));
      assertThat(log().readStream("a", beyond, 10))
          .isEqualTo(new EventPage(List.of(), beyond, false));
    }
  }

  @Test
  void an_event_that_matches_several_items_comes_once_and_in_order() {
    committed(
        commit()
            .tagged(new Noted("1"), RED, BIG)
            .tagged(new Deposited(2), BLUE)
            .tagged(new Noted("3"), RED, BLUE, BIG)
            .tagged(new Deposited(4))
            .tagged(new Deposited(5), BIG));
    EventQuery query =
        EventQuery.types(Set.of("Noted"))
            .or(EventQuery.tags(BIG))
            .or(EventQuery.tags(BLUE))
            .or(EventQuery.tags(RED, BIG))
            .or(EventQuery.tags(BIG));

    assertThat(positions(log().read(query, 0, 10).events())).containsExactly(1L, 2L, 3L, 5L);
    assertThat(positions(log().read(query, 0, 3).events())).containsExactly(1L, 2L, 3L);
    assertThat(positions(log().readBackward(query, Long.MAX_VALUE, 10).events()))
        .containsExactly(5L, 3L, 2L, 1L);
  }

  @Test
  void an_item_wants_all_of_its_tags_and_one_of_its_types() {
    committed(
        commit()
            .tagged(new Noted("1"), RED)
            .tagged(new Noted("2"), RED, BIG)
            .tagged(new Deposited(3), RED, BIG, BLUE)
            .tagged(new ContractEvent.Opened("4"), RED, BIG));
    EventQuery query =
        new EventQuery(
            List.of(new EventQuery.Item(Set.of("Noted", "account-opened", "x"), Set.of(RED, BIG))));

    assertThat(positions(matching(query))).containsExactly(2L, 4L);
    assertThat(positions(matching(EventQuery.tags(BIG, RED)))).containsExactly(2L, 3L, 4L);
    assertThat(positions(matching(EventQuery.types(Set.of("Opened"))))).isEmpty();
  }

  @Test
  void a_limit_below_1_is_refused() {
    String message = "The limit of a page is 0; ask for at least 1 event.";

    assertThatThrownBy(() -> log().read(EventQuery.all(), 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> log().readBackward(EventQuery.all(), 9, 0)).hasMessage(message);
    assertThatThrownBy(() -> log().readStream("a", 0, 0)).hasMessage(message);
    assertThatThrownBy(() -> log().readStreamBackward("a", 9, 0)).hasMessage(message);
    assertThatThrownBy(() -> log().readStream("a", 0, Integer.MIN_VALUE))
        .hasMessage("The limit of a page is -2147483648; ask for at least 1 event.");
  }

  @Test
  void a_query_of_many_items_types_and_tags_is_answered() {
    committed(commit().tagged(new Noted("1"), RED).tagged(new Deposited(2), BLUE));
    EventQuery many = EventQuery.tags(RED);
    for (int i = 0; i < 100; i++) {
      many = many.or(EventQuery.tags(Tag.of("number", "n" + i)));
    }
    Set<String> types = new HashSet<>(Set.of("Deposited"));
    for (int i = 0; i < 100; i++) {
      types.add("type" + i);
    }

    assertThat(positions(matching(many))).containsExactly(1L);
    assertThat(positions(matching(EventQuery.types(types)))).containsExactly(2L);
    assertThat(positions(matching(many.or(EventQuery.types(types))))).containsExactly(1L, 2L);
  }

  @Test
  void pages_of_any_query_at_any_limit_are_those_of_the_model() {
    long seed = LogModel.seed();
    Random random = new Random(seed);
    LogModel model = new LogModel(random, this::commit);
    model.commits(25).forEach(this::committed);
    List<RecordedEvent> all = wholeLog();
    assertThat(payloads(all)).as(LogModel.rerun(seed)).isEqualTo(model.payloads());

    for (int i = 0; i < 15; i++) {
      EventQuery query = model.query();
      List<RecordedEvent> matches =
          all.stream().filter(event -> query.matches(event.type(), event.tags())).toList();
      for (int limit : LIMITS) {
        String run = LogModel.rerun(seed) + " " + query + " limit " + limit;
        LogModel.Walk walk = new LogModel.Walk(run, matches, RecordedEvent::position, limit);
        LogModel.checkForward(walk, all.size(), after -> log().read(query, after, limit));
        LogModel.checkBackward(walk, before -> log().readBackward(query, before, limit));
      }
    }
  }

  @Test
  void pages_of_any_stream_at_any_limit_are_those_of_the_model() {
    long seed = LogModel.seed();
    LogModel model = new LogModel(new Random(seed), this::commit);
    model.commits(25).forEach(this::committed);
    List<RecordedEvent> all = wholeLog();

    for (String stream : LogModel.STREAMS) {
      List<RecordedEvent> own =
          all.stream().filter(event -> stream.equals(event.stream())).toList();
      for (int limit : LIMITS) {
        String run = LogModel.rerun(seed) + " stream " + stream + " limit " + limit;
        LogModel.Walk walk = new LogModel.Walk(run, own, RecordedEvent::version, limit);
        LogModel.checkForward(walk, own.size(), after -> log().readStream(stream, after, limit));
        LogModel.checkBackward(walk, before -> log().readStreamBackward(stream, before, limit));
      }
    }
  }

  private void threeOf(String stream) {
    committed(commit().note(stream, "1").note(stream, "2").note(stream, "3"));
  }

  private EventLog log() {
    return store().log();
  }
}
