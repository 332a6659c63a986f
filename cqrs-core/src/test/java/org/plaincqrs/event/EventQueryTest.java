package org.plaincqrs.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventQueryTest {
  private static final Tag COURSE = Tag.of("course", "c1");
  private static final Tag STUDENT = Tag.of("student", "s1");

  @Test
  void types_match_one_of_them_and_tags_all_of_them() {
    EventQuery types = EventQuery.types(Set.of("A", "B"));
    EventQuery tags = EventQuery.tags(COURSE, STUDENT);

    assertThat(types.matches("B", Set.of())).isTrue();
    assertThat(types.matches("C", Set.of(COURSE))).isFalse();
    assertThat(tags.matches("C", Set.of(COURSE, STUDENT))).isTrue();
    assertThat(tags.matches("C", Set.of(COURSE))).isFalse();
  }

  @Test
  void one_matching_item_is_enough_and_within_an_item_everything_must_match() {
    EventQuery query =
        new EventQuery(List.of(new EventQuery.Item(Set.of("A"), Set.of(COURSE))))
            .or(EventQuery.types(Set.of("B")));

    assertThat(query.matches("A", Set.of(COURSE))).isTrue();
    assertThat(query.matches("A", Set.of())).isFalse();
    assertThat(query.matches("B", Set.of())).isTrue();
    assertThat(query.matchesAll()).isFalse();
  }

  @Test
  void a_query_may_be_narrowed_by_tags() {
    EventQuery query = EventQuery.types(Set.of("A")).or(EventQuery.tags(STUDENT)).tagged(COURSE);

    assertThat(query.matches("A", Set.of(COURSE))).isTrue();
    assertThat(query.matches("A", Set.of())).isFalse();
    assertThat(query.matches("B", Set.of(STUDENT))).isFalse();
    assertThat(query.matches("B", Set.of(STUDENT, COURSE))).isTrue();
  }

  @Test
  void all_matches_everything() {
    assertThat(EventQuery.all().matches("A", Set.of())).isTrue();
    assertThat(EventQuery.all().matchesAll()).isTrue();
    assertThat(EventQuery.tags(COURSE).or(EventQuery.all()).matchesAll()).isTrue();
  }

  @Test
  void a_query_reads_as_a_sentence() {
    EventQuery query =
        new EventQuery(List.of(new EventQuery.Item(Set.of("B", "A"), Set.of(STUDENT, COURSE))))
            .or(EventQuery.tags(COURSE))
            .or(EventQuery.all());

    assertThat(query)
        .hasToString(
            "types [A, B] tagged [course:c1, student:s1] or any type tagged [course:c1] or any"
                + " type");
  }

  @Test
  void a_query_without_items_is_refused() {
    assertThatThrownBy(() -> new EventQuery(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "An event query needs at least one item; EventQuery.all() matches every event.");
  }
}
