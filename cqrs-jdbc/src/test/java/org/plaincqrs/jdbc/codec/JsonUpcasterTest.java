package org.plaincqrs.jdbc.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.EventName;
import org.plaincqrs.event.EventParts;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.StoredType;
import org.plaincqrs.event.StoredUpcaster;
import org.plaincqrs.event.UnknownEventTypeException;
import org.plaincqrs.storage.UnreadablePayloadException;
import tools.jackson.databind.node.ObjectNode;

/** Upcasters on the JSON tree. */
class JsonUpcasterTest {
  @EventName(value = "ProductRated", revision = 3)
  record ProductRated(String product, int stars, @Nullable BigDecimal weight) {}

  record ProductPraised(String product) {}

  private final JacksonCodec codec = new JacksonCodec();

  // ---- changes

  @Test
  void fields_are_renamed_removed_and_added() {
    EventTypes types =
        types(
            JsonUpcaster.of("ProductRated", 1)
                .rename("prod", "product")
                .remove("legacy")
                .withDefault("stars", 5)
                .to("ProductRated", 3));

    assertThat(read(types, 1, "{'prod':'p1','legacy':{},'weight':1.10}"))
        .containsExactly(new ProductRated("p1", 5, new BigDecimal("1.10")));
    assertThat(read(types, 1, "{'prod':'p1','legacy':{},'stars':2}"))
        .containsExactly(new ProductRated("p1", 2, null));
  }

  @Test
  void a_function_changes_what_it_likes() {
    EventTypes types =
        types(
            JsonUpcaster.of("ProductRated", 2)
                .to(
                    "ProductRated",
                    3,
                    json -> json.put("stars", json.get("percent").intValue() / 20)));

    assertThat(read(types, 2, "{'product':'p1','percent':80}"))
        .containsExactly(new ProductRated("p1", 4, null));
  }

  @Test
  void upcasters_follow_each_other() {
    EventTypes types =
        types(
            JsonUpcaster.of("ProductRated", 1).rename("prod", "product").to("ProductRated", 2),
            JsonUpcaster.of("ProductRated", 2).withDefault("stars", 1).to("ProductRated", 3));

    assertThat(read(types, 1, "{'prod':'p1'}")).containsExactly(new ProductRated("p1", 1, null));
    assertThat(types.names(ProductRated.class)).containsExactly("ProductRated");
  }

  @Test
  void an_event_is_split_in_order() {
    EventTypes types =
        types(
            JsonUpcaster.of("ProductRated", 1)
                .split(
                    Set.of(StoredType.of("ProductRated", 3), StoredType.of("ProductPraised", 1)),
                    json ->
                        List.of(
                            JsonEvent.of("ProductPraised", 1, json.deepCopy()),
                            JsonEvent.of("ProductRated", 3, json.put("stars", 5)))));

    assertThat(read(types, 1, "{'product':'p1'}"))
        .containsExactly(new ProductPraised("p1"), new ProductRated("p1", 5, null));
    assertThat(codec.decodeRecorded("ProductRated", 1, json("{'product':'p1'}"), types))
        .isEqualTo(
            new EventParts(List.of(new ProductPraised("p1"), new ProductRated("p1", 5, null))));
  }

  @Test
  void an_event_is_dropped() {
    EventTypes types = types(JsonUpcaster.of("ProductRated", 1).drop());

    assertThat(read(types, 1, "{'anything':1}")).isEmpty();
    assertThat(codec.decodeRecorded("ProductRated", 1, json("{}"), types))
        .isEqualTo(new EventParts(List.of()));
  }

  @Test
  void defaults_of_every_plain_kind_are_added() {
    ObjectNode json =
        JsonUpcaster.of("a", 1)
            .withDefault("text", "x")
            .withDefault("int", 1)
            .withDefault("long", Long.MAX_VALUE)
            .withDefault("decimal", new BigDecimal("1.10"))
            .withDefault("flag", true)
            .withDefault("nothing", null)
            .to("b", 1)
            .upcast(tools.jackson.databind.node.JsonNodeFactory.instance.objectNode())
            .get(0)
            .payload();

    assertThat(json)
        .hasToString(
            "{\"text\":\"x\",\"int\":1,\"long\":9223372036854775807,\"decimal\":1.10,\"flag\":true,"
                + "\"nothing\":null}");
    assertThatThrownBy(() -> JsonUpcaster.of("a", 1).withDefault("list", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "A default of java.util.ImmutableCollections$ListN has no plain JSON;");
  }

  @Test
  void an_upcaster_sees_each_event_afresh() {
    EventTypes types =
        types(JsonUpcaster.of("ProductRated", 1).withDefault("stars", 1).to("ProductRated", 3));
    byte[] bytes = json("{'product':'p1'}");
    byte[] copy = bytes.clone();

    assertThat(codec.decodeEvent("ProductRated", 1, bytes, types))
        .isEqualTo(codec.decodeEvent("ProductRated", 1, bytes, types));
    assertThat(bytes).isEqualTo(copy);
  }

  // ---- mistakes

  @Test
  void a_field_that_is_not_there_is_told_with_those_that_are() {
    EventTypes types =
        types(JsonUpcaster.of("ProductRated", 1).rename("prodct", "product").to("ProductRated", 3));

    assertThatThrownBy(() -> read(types, 1, "{'prod':'p1','stars':1}"))
        .isInstanceOf(UnreadablePayloadException.class)
        .hasMessage(
            "The JSON upcaster of event type 'ProductRated' revision 1 failed: There is no field"
                + " 'prodct'; there are: prod, stars. Correct it, the event is as it was recorded.");
  }

  @Test
  void a_rename_onto_a_field_and_the_removal_of_none_are_told() {
    EventTypes onto =
        types(JsonUpcaster.of("ProductRated", 1).rename("a", "product").to("ProductRated", 3));
    EventTypes none = types(JsonUpcaster.of("ProductRated", 1).remove("a").to("ProductRated", 3));

    assertThatThrownBy(() -> read(onto, 1, "{'a':1,'product':2}"))
        .hasMessageContaining("There is a field 'product' already, beside 'a'.");
    assertThatThrownBy(() -> read(none, 1, "{}")).hasMessageContaining("There is no field 'a'");
  }

  @Test
  void an_upcaster_that_fails_is_an_unreadable_payload() {
    IllegalStateException cause = new IllegalStateException("no percent");
    EventTypes types =
        types(
            JsonUpcaster.of("ProductRated", 1)
                .to(
                    "ProductRated",
                    3,
                    json -> {
                      throw cause;
                    }));

    assertThatThrownBy(() -> read(types, 1, "{}"))
        .isInstanceOf(UnreadablePayloadException.class)
        .hasCause(cause);
  }

  @Test
  void an_event_that_was_not_declared_is_refused() {
    EventTypes types =
        types(
            JsonUpcaster.of("ProductRated", 1)
                .split(
                    Set.of(StoredType.of("ProductRated", 3)),
                    json -> List.of(JsonEvent.of("ProductPraised", 1, json))));

    assertThatThrownBy(() -> read(types, 1, "{'product':'p1'}"))
        .isInstanceOf(UnknownEventTypeException.class)
        .hasMessage(
            "The JSON upcaster of event type 'ProductRated' revision 1 returned event type"
                + " 'ProductPraised' revision 1, which it did not declare; name it among its"
                + " targets.");
  }

  @Test
  void what_an_upcaster_makes_must_fit_the_class() {
    EventTypes types = types(JsonUpcaster.of("ProductRated", 1).to("ProductRated", 3));

    assertThatThrownBy(() -> read(types, 1, "{'product':'p1'}"))
        .isInstanceOf(UnreadablePayloadException.class)
        .hasMessageStartingWith(
            "The payload of " + ProductRated.class.getName() + " can't be read: at 'stars',");
  }

  @Test
  void bytes_that_are_no_object_are_refused_before_the_upcaster() {
    EventTypes types = types(JsonUpcaster.of("ProductRated", 1).drop());

    for (String json : List.of("[]", "1", "null", "{", "", "{'a':1,'a':2}")) {
      assertThatThrownBy(() -> read(types, 1, json))
          .as(json)
          .isInstanceOf(UnreadablePayloadException.class)
          .hasMessageStartingWith(
              "The payload of event type 'ProductRated' revision 1 can't be read: it ");
    }
  }

  @Test
  void an_upcaster_of_another_codec_is_refused() {
    StoredUpcaster foreign =
        new StoredUpcaster() {
          @Override
          public String name() {
            return "ProductRated";
          }

          @Override
          public int revision() {
            return 1;
          }

          @Override
          public Set<StoredType> targets() {
            return Set.of();
          }
        };
    EventTypes types = EventTypes.builder().add(ProductRated.class).upcast(foreign).build();

    assertThatThrownBy(() -> read(types, 1, "{}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("which does not change JSON; register a JsonUpcaster.");
  }

  private static EventTypes types(JsonUpcaster... upcasters) {
    EventTypes.Builder types =
        EventTypes.builder().add(ProductRated.class).add(ProductPraised.class);
    for (JsonUpcaster upcaster : upcasters) {
      types.upcast(upcaster);
    }
    return types.build();
  }

  private List<Object> read(EventTypes types, int revision, String json) {
    return codec.decodeEvent("ProductRated", revision, json(json), types);
  }

  private static byte[] json(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }
}
