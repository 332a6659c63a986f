package org.plaincqrs.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plaincqrs.error.ConfigurationException;

class EventTypesTest {
  sealed interface ShopEvent permits Sold, StockEvent {}

  record Sold(int product) implements ShopEvent {}

  sealed interface StockEvent extends ShopEvent permits Received, Base {}

  @EventName("goods-received")
  record Received(int product) implements StockEvent {}

  abstract static sealed class Base implements StockEvent permits Counted {}

  @EventName(value = "counted", revision = 2)
  static final class Counted extends Base {}

  interface Open {}

  abstract static class OpenBase {}

  record V1(int value) {}

  record V2(int value) {}

  record V3(int value) {}

  record Half(int value) {}

  // ---- names

  @Test
  void a_sealed_hierarchy_is_registered_in_one_call_with_its_names() {
    EventTypes types = EventTypes.of(ShopEvent.class);

    assertThat(types.of(new Sold(1))).isEqualTo(new EventType("Sold", 1, Sold.class));
    assertThat(types.of(new Received(1)))
        .isEqualTo(new EventType("goods-received", 1, Received.class));
    assertThat(types.of(new Counted())).isEqualTo(new EventType("counted", 2, Counted.class));
    assertThat(types.named("counted", 2).payload()).isEqualTo(Counted.class);
    assertThat(types.knows(Sold.class)).isTrue();
    assertThat(types.knows(StockEvent.class)).isFalse();
  }

  @Test
  void a_class_keeps_the_name_that_it_was_given_before_its_hierarchy() {
    EventTypes types = EventTypes.builder().add("sale", 3, Sold.class).add(ShopEvent.class).build();

    assertThat(types.of(new Sold(1))).isEqualTo(new EventType("sale", 3, Sold.class));
  }

  @Test
  void a_class_may_be_registered_again_in_the_same_way() {
    EventTypes types =
        EventTypes.builder().add(Sold.class).add(Sold.class).add("Sold", 1, Sold.class).build();

    assertThat(types.knows(Sold.class)).isTrue();
  }

  @Test
  void names_finds_those_of_a_class_of_a_supertype_and_of_what_becomes_it() {
    EventTypes types =
        EventTypes.builder()
            .add(ShopEvent.class)
            .add("Sold", 7, V1.class)
            .add("old-sale", 1, V2.class)
            .add("dropped", 1, V3.class)
            .upcast(V1.class, V2.class, v1 -> new V2(v1.value()))
            .upcast(V2.class, Sold.class, v2 -> new Sold(v2.value()))
            .drop(V3.class)
            .build();

    assertThat(types.names(Sold.class)).containsExactly("Sold", "old-sale");
    assertThat(types.names(StockEvent.class)).containsExactly("counted", "goods-received");
    assertThat(types.names(ShopEvent.class))
        .containsExactly("Sold", "counted", "goods-received", "old-sale");
    assertThat(types.names(String.class)).isEmpty();
  }

  // ---- refusals

  @Test
  void an_open_type_is_refused() {
    assertThatThrownBy(() -> EventTypes.of(Open.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Event type org.plaincqrs.event.EventTypesTest$Open is neither a concrete class nor"
                + " sealed; make the interface sealed, or register each event class.");
    assertThatThrownBy(() -> EventTypes.of(OpenBase.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Event type org.plaincqrs.event.EventTypesTest$OpenBase is neither a concrete class nor"
                + " sealed; make the interface sealed, or register each event class.");
  }

  @Test
  void one_name_and_revision_for_two_classes_is_refused() {
    EventTypes.Builder builder = EventTypes.builder().add("v", 1, V1.class);

    assertThatThrownBy(() -> builder.add("v", 1, V2.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Event type 'v' revision 1 is claimed by org.plaincqrs.event.EventTypesTest$V1 and"
                + " org.plaincqrs.event.EventTypesTest$V2; give one of them another name or"
                + " revision by @EventName.");
  }

  @Test
  void one_class_under_two_names_is_refused() {
    EventTypes.Builder builder = EventTypes.builder().add("v", 1, V1.class);

    assertThatThrownBy(() -> builder.add("w", 2, V1.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Event class org.plaincqrs.event.EventTypesTest$V1 is registered as 'v' revision 1 and"
                + " again as 'w' revision 2; register it once, before its sealed interface.");
  }

  @Test
  void a_revision_below_1_is_refused() {
    assertThatThrownBy(() -> EventTypes.builder().add("v", 0, V1.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Event type 'v' has revision 0; count from 1.");
  }

  @Test
  void an_event_of_an_unregistered_class_is_refused_with_what_is_registered() {
    EventTypes types = EventTypes.of(V1.class, V2.class);

    assertThatThrownBy(() -> types.of(new V3(1)))
        .isInstanceOf(UnknownEventTypeException.class)
        .hasMessage(
            "Event class org.plaincqrs.event.EventTypesTest$V3 is not registered; add it with"
                + " events(V3.class) or its sealed interface. Registered are: V1@1, V2@1.");
  }

  @Test
  void a_recorded_name_that_nobody_registered_is_refused_with_what_is_registered() {
    assertThatThrownBy(() -> EventTypes.of(V1.class).named("V1", 2))
        .isInstanceOf(UnknownEventTypeException.class)
        .hasMessage(
            "Event type 'V1' revision 2 is not registered; register the class that reads it."
                + " Registered are: V1@1.");
    assertThatThrownBy(() -> EventTypes.of().named("V1", 1))
        .isInstanceOf(UnknownEventTypeException.class)
        .hasMessage(
            "Event type 'V1' revision 1 is not registered; register the class that reads it."
                + " Registered are: none.");
  }

  // ---- upcasters

  @Test
  void without_upcasters_an_event_stays_as_it_is() {
    EventTypes types = EventTypes.of(V1.class);
    RecordedEvent event = recorded(types, new V1(1));

    assertThat(types.hasUpcasters()).isFalse();
    assertThat(types.upcast(event)).containsExactly(event);
  }

  @Test
  void upcasters_follow_each_other_and_keep_everything_but_type_and_payload() {
    EventTypes types =
        versions()
            .upcast(V1.class, V2.class, v1 -> new V2(v1.value() * 10))
            .upcast(V2.class, V3.class, v2 -> new V3(v2.value() + 1))
            .build();
    RecordedEvent event = recorded(types, new V1(4));

    List<RecordedEvent> seen = types.upcast(event);

    assertThat(types.hasUpcasters()).isTrue();
    assertThat(seen)
        .containsExactly(event.withPayload(new EventType("V3", 1, V3.class), new V3(41)));
    assertThat(seen.get(0).position()).isEqualTo(7);
    assertThat(seen.get(0).version()).isEqualTo(3);
  }

  @Test
  void an_event_may_be_split_in_order() {
    EventTypes types =
        versions()
            .upcastToMany(
                V1.class,
                Set.of(Half.class, V2.class),
                v1 -> List.of(new V2(v1.value()), new Half(1), new Half(2)))
            .upcast(V2.class, V3.class, v2 -> new V3(v2.value()))
            .build();

    List<RecordedEvent> seen = types.upcast(recorded(types, new V1(4)));

    assertThat(seen)
        .extracting(RecordedEvent::payload)
        .containsExactly(new V3(4), new Half(1), new Half(2));
    assertThat(seen).extracting(RecordedEvent::position).containsOnly(7L);
  }

  @Test
  void an_event_may_be_dropped() {
    EventTypes types = versions().drop(V1.class).build();

    assertThat(types.upcast(recorded(types, new V1(1)))).isEmpty();
  }

  @Test
  void two_upcasters_of_one_class_are_refused() {
    EventTypes.Builder builder = versions().drop(V1.class);

    assertThatThrownBy(() -> builder.upcast(V1.class, V2.class, v1 -> new V2(1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Event class org.plaincqrs.event.EventTypesTest$V1 has two upcasters; register one.");
  }

  @Test
  void upcasters_in_a_circle_are_refused() {
    EventTypes.Builder self = versions().upcast(V1.class, V1.class, v1 -> v1);
    EventTypes.Builder pair =
        EventTypes.builder()
            .add(V2.class)
            .add(V3.class)
            .upcastToMany(V2.class, Set.of(V3.class), v2 -> List.of())
            .upcastToMany(V3.class, Set.of(V2.class), v3 -> List.of());

    assertThatThrownBy(self::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The upcasters of event class org.plaincqrs.event.EventTypesTest$V1 lead back to it;"
                + " remove one of them.");
    assertThatThrownBy(pair::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            "The upcasters of event class org\\.plaincqrs\\.event\\.EventTypesTest\\$V[23] lead"
                + " back to it; remove one of them\\.");
  }

  @Test
  void an_upcaster_of_or_to_an_unregistered_class_is_refused() {
    EventTypes.Builder of =
        EventTypes.builder().add(V2.class).upcast(V1.class, V2.class, v1 -> new V2(1));
    EventTypes.Builder to =
        EventTypes.builder().add(V1.class).upcast(V1.class, V2.class, v1 -> new V2(1));

    assertThatThrownBy(of::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "An upcaster names event class org.plaincqrs.event.EventTypesTest$V1, which is not"
                + " registered; add it.");
    assertThatThrownBy(to::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "An upcaster names event class org.plaincqrs.event.EventTypesTest$V2, which is not"
                + " registered; add it.");
  }

  private static EventTypes.Builder versions() {
    return EventTypes.builder().add(V1.class).add(V2.class).add(V3.class).add(Half.class);
  }

  private static RecordedEvent recorded(EventTypes types, Object payload) {
    EventType type = types.of(payload);
    return new RecordedEvent(
        7,
        new UUID(0, 1),
        "stream",
        3,
        type.name(),
        type.revision(),
        payload,
        Set.of(Tag.of("a", "b")),
        Metadata.NONE,
        Instant.EPOCH);
  }
}
