package org.plaincqrs.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plaincqrs.error.ConfigurationException;

/** Upcasters without a class for the old form, as the registry knows them. */
class StoredUpcasterTest {
  sealed interface RatingEvent {}

  @EventName(value = "rated", revision = 3)
  record Rated(int stars) implements RatingEvent {}

  @EventName(value = "rated", revision = 2)
  record RatedV2(int percent) {}

  record Praised() implements RatingEvent {}

  private record Stored(String name, int revision, Set<StoredType> targets)
      implements StoredUpcaster {}

  @Test
  void a_stored_upcaster_is_found_by_name_and_revision() {
    StoredUpcaster upcaster = stored("valued", 7, StoredType.of("rated", 3));
    EventTypes types = types().upcast(upcaster).build();

    assertThat(types.storedUpcaster("valued", 7)).isSameAs(upcaster);
    assertThat(types.storedUpcaster("valued", 6)).isNull();
    assertThat(types.storedUpcaster("rated", 3)).isNull();
    assertThat(types.hasUpcasters()).isTrue();
  }

  @Test
  void names_holds_what_stored_upcasters_turn_into_a_class_over_any_chain() {
    EventTypes types =
        types()
            .add(RatedV2.class)
            .upcast(RatedV2.class, Rated.class, old -> new Rated(old.percent / 20))
            .upcast(stored("valued", 1, StoredType.of("scored", 1)))
            .upcast(stored("scored", 1, StoredType.of("rated", 2)))
            .upcast(stored("applauded", 1, StoredType.of("Praised", 1), StoredType.of("rated", 3)))
            .upcast(stored("ignored", 1))
            .build();

    assertThat(types.names(Rated.class)).containsExactly("applauded", "rated", "scored", "valued");
    assertThat(types.names(Praised.class)).containsExactly("Praised", "applauded");
    assertThat(types.names(RatingEvent.class))
        .containsExactly("Praised", "applauded", "rated", "scored", "valued");
  }

  @Test
  void parts_are_taken_apart_in_order_under_their_types_of_today() {
    EventTypes types =
        types()
            .add(RatedV2.class)
            .upcast(RatedV2.class, Rated.class, old -> new Rated(old.percent / 20))
            .build();

    List<RecordedEvent> seen =
        types.upcast(recorded(new EventParts(List.of(new RatedV2(100), new Praised()))));

    assertThat(seen)
        .extracting(RecordedEvent::payload)
        .containsExactly(new Rated(5), new Praised());
    assertThat(seen).extracting(RecordedEvent::type).containsExactly("rated", "Praised");
    assertThat(seen).extracting(RecordedEvent::revision).containsExactly(3, 1);
    assertThat(seen).extracting(RecordedEvent::position).containsOnly(7L);
    assertThat(types.upcast(recorded(new EventParts(List.of())))).isEmpty();
  }

  @Test
  void a_stored_upcaster_beside_a_class_is_refused() {
    EventTypes.Builder builder = types().upcast(stored("rated", 3, StoredType.of("Praised", 1)));

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Event type 'rated' revision 3 has a stored upcaster and is also read by"
                + " org.plaincqrs.event.StoredUpcasterTest$Rated; give the class another revision"
                + " by @EventName, or remove one of them.");
  }

  @Test
  void two_stored_upcasters_of_one_type_are_refused() {
    EventTypes.Builder builder = types().upcast(stored("valued", 1));

    assertThatThrownBy(() -> builder.upcast(stored("valued", 1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("Event type 'valued' revision 1 has two stored upcasters; register one.");
  }

  @Test
  void a_target_that_nobody_reads_is_refused() {
    EventTypes.Builder builder = types().upcast(stored("valued", 1, StoredType.of("rated", 4)));

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The stored upcaster of event type 'valued' revision 1 makes 'rated' revision 4, which"
                + " is not registered; add its class, or a stored upcaster of it.");
  }

  @Test
  void stored_upcasters_in_a_circle_are_refused() {
    EventTypes.Builder builder =
        types()
            .upcast(stored("a", 1, StoredType.of("b", 1)))
            .upcast(stored("b", 1, StoredType.of("c", 1), StoredType.of("rated", 3)))
            .upcast(stored("c", 1, StoredType.of("a", 1)));

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            "The stored upcasters of event type '[abc]' revision 1 lead back to it; remove one of"
                + " them\\.");
  }

  @Test
  void a_type_that_nobody_reads_is_told_with_those_of_stored_upcasters() {
    EventTypes types = types().upcast(stored("valued", 1)).build();

    assertThatThrownBy(() -> types.named("valued", 2))
        .isInstanceOf(UnknownEventTypeException.class)
        .hasMessageEndingWith("Registered are: Praised@1, rated@3, valued@1.");
  }

  @Test
  void an_unknown_type_in_the_log_is_told_with_its_place() {
    UnknownEventTypeException unknown = new UnknownEventTypeException("Not registered.");

    UnknownEventTypeException placed = unknown.at("shop", 3, 7);

    assertThat(placed)
        .hasMessage(
            "The event at position 7 (stream 'shop', version 3) can't be read. Not registered.");
    assertThat(placed.stream()).isEqualTo("shop");
    assertThat(placed.version()).isEqualTo(3);
    assertThat(placed.position()).isEqualTo(7);
    assertThat(placed.getStackTrace()).isEqualTo(unknown.getStackTrace());
    assertThat(unknown.at(null, 0, 7))
        .hasMessage("The event at position 7 can't be read. Not registered.");
    assertThat(unknown.position()).isZero();
  }

  @Test
  void looking_up_a_recorded_name_allocates_nothing() {
    EventTypes types = types().upcast(stored("valued", 1)).build();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    int times = 200_000;

    lookUp(types, times);
    long before = threads.getThreadAllocatedBytes(thread);
    long found = lookUp(types, times);
    long after = threads.getThreadAllocatedBytes(thread);

    assertThat(found).isEqualTo(3L * times);
    assertThat((after - before) / times).isZero();
  }

  private static long lookUp(EventTypes types, int times) {
    long found = 0;
    for (int i = 0; i < times; i++) {
      found += types.storedUpcaster("rated", 3) == null ? types.named("rated", 3).revision() : 0;
    }
    return found;
  }

  private static EventTypes.Builder types() {
    return EventTypes.builder().add(RatingEvent.class);
  }

  private static StoredUpcaster stored(String name, int revision, StoredType... targets) {
    return new Stored(name, revision, Set.of(targets));
  }

  private static RecordedEvent recorded(Object payload) {
    return new RecordedEvent(
        7, new UUID(0, 1), "stream", 3, "old", 1, payload, Set.of(), Metadata.NONE, Instant.EPOCH);
  }
}
