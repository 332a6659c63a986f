package org.plaincqrs.jdbc.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plaincqrs.event.EventName;
import org.plaincqrs.event.EventTypes;
import org.plaincqrs.event.UnknownEventTypeException;
import org.plaincqrs.storage.PayloadLimitException;
import org.plaincqrs.storage.PayloadLimits;
import org.plaincqrs.storage.UnreadablePayloadException;
import org.plaincqrs.storage.UnwritablePayloadException;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/** JSON payloads: what comes back, what is refused, and in which words. */
class JacksonCodecTest {
  private static final String REMEDY =
      " Restore the bytes if they are damaged; if the class has changed, take a boxed type or"
          + " Optional for its new components, or give a view another type name, under which it is"
          + " built anew.";

  enum Color {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "green as grass";
      }
    }
  }

  sealed interface Shape permits Circle, Polygon, Unit {}

  record Circle(double radius) implements Shape {}

  sealed interface Polygon extends Shape permits Square, Hull {}

  @EventName("sq")
  record Square(int side) implements Polygon {}

  record Hull(Shape inner, @Nullable Polygon next) implements Polygon {}

  enum Unit implements Shape {
    ONE
  }

  record Person(String name, boolean isActive) {
    public boolean isVip() {
      return true;
    }

    public String getGreeting() {
      return "Hello " + name;
    }
  }

  record Everything(
      byte b,
      short s,
      int i,
      long l,
      float f,
      double d,
      double nan,
      char c,
      @Nullable Integer boxed,
      @Nullable Long absent,
      BigInteger big,
      BigDecimal scaled,
      BigDecimal exponent,
      Color color,
      Color other,
      UUID id,
      Person person,
      Optional<String> text,
      Optional<Person> nobody,
      Optional<Shape> shape,
      OptionalInt anInt,
      OptionalLong aLong,
      OptionalDouble noDouble,
      Shape sealed,
      List<Shape> shapes,
      Map<String, Shape> byName,
      Map<Color, Integer> byColor,
      Map<UUID, List<Set<Integer>>> deep) {}

  record Times(
      Instant instant,
      Instant first,
      Instant last,
      LocalDate date,
      LocalTime time,
      LocalDateTime dateTime,
      ZonedDateTime zoned,
      ZonedDateTime utc,
      OffsetDateTime offset,
      Duration duration,
      Period period,
      Year year,
      YearMonth month,
      ZoneId zone) {}

  record Rated(String product, int stars, @Nullable String remark, Optional<String> by) {}

  record Bytes(byte[] bytes) {}

  record Pair<A, B>(A first, List<B> rest) {}

  record Types(
      Pair<Shape, Shape> pair, List<Rated> list, Optional<Rated> optional, Map<String, Long> map) {}

  record HasClass(Class<?> type) {}

  record HasClassKeys(Map<Class<?>, Integer> types) {}

  record Anything(Object value) {}

  sealed interface Clash permits One.Same, Two.Same {}

  static final class One {
    record Same(int a) implements Clash {}
  }

  static final class Two {
    record Same(int b) implements Clash {}
  }

  sealed interface Open permits Left, Opened {}

  record Left() implements Open {}

  non-sealed interface Opened extends Open {}

  record Stranger() implements Opened {}

  interface Service {}

  record NeedsService(Service service) {}

  record MayNeedService(@Nullable Service service) {}

  record Services(List<Service> services) {}

  record OptionalService(Optional<Service> service) {}

  sealed interface Wish permits Toy, Helped {}

  record Toy(String name) implements Wish {}

  record Helped(Service by) implements Wish {}

  record Wished(Wish wish) {}

  /** What a gadget would do when its class is loaded. */
  static final class Gadget {
    static {
      LOADED.add("gadget");
    }
  }

  private static final Set<String> LOADED = new java.util.concurrent.CopyOnWriteArraySet<>();

  private final JacksonCodec codec = new JacksonCodec();

  // ---- round trips

  @Test
  void components_of_every_kind_come_back_equal_without_annotations() {
    Everything value = everything();

    assertThat(roundTrip(value, Everything.class)).isEqualTo(value);
  }

  private static Everything everything() {
    return new Everything(
        Byte.MIN_VALUE,
        Short.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MIN_VALUE,
        0.1f,
        Double.MIN_VALUE,
        Double.NaN,
        '\u00E4',
        7,
        null,
        BigInteger.TEN.pow(40),
        new BigDecimal("1.10"),
        new BigDecimal("1E+3"),
        Color.GREEN,
        Color.RED,
        new UUID(1, 2),
        new Person("Ann", true),
        Optional.of(""),
        Optional.empty(),
        Optional.of(new Square(2)),
        OptionalInt.of(0),
        OptionalLong.of(Long.MAX_VALUE),
        OptionalDouble.empty(),
        new Hull(new Hull(Unit.ONE, null), new Square(1)),
        List.of(new Circle(-0.0), Unit.ONE, new Square(3)),
        Map.of("a", new Circle(1)),
        new EnumMap<>(Map.of(Color.GREEN, 1)),
        Map.of(new UUID(3, 4), List.of(Set.of(1, 2), Set.of())));
  }

  @Test
  void times_come_back_to_the_nanosecond_and_in_their_zones() {
    Times times = times();

    assertThat(roundTrip(times, Times.class)).isEqualTo(times);
    assertThat(text(codec.encode(times.instant))).isEqualTo("\"2026-01-01T00:00:00.123456789Z\"");
  }

  private static Times times() {
    return new Times(
        Instant.parse("2026-01-01T00:00:00.123456789Z"),
        Instant.MIN,
        Instant.MAX,
        LocalDate.MAX,
        LocalTime.MAX,
        LocalDateTime.MIN,
        ZonedDateTime.parse("2026-07-01T00:00:00.000000001+02:00[Europe/Berlin]"),
        ZonedDateTime.parse("2026-07-01T00:00Z[UTC]"),
        OffsetDateTime.parse("2026-07-01T00:00+05:30"),
        Duration.ofNanos(-1),
        Period.of(1, -2, 3),
        Year.of(2020),
        YearMonth.of(2020, 2),
        ZoneId.of("GMT"));
  }

  @Test
  void bytes_come_back() {
    Bytes value = (Bytes) roundTrip(new Bytes(new byte[] {0, -1, 127}), Bytes.class);

    assertThat(value.bytes).containsExactly(0, -1, 127);
  }

  @Test
  void what_is_empty_comes_back_empty() {
    assertThat(((Bytes) roundTrip(new Bytes(new byte[0]), Bytes.class)).bytes).isEmpty();
    assertThat((char[]) roundTrip(new char[0], char[].class)).isEmpty();
    assertThat(roundTrip("", String.class)).isEqualTo("");
    assertThat(roundTrip(Map.of("", ""), Map.class)).isEqualTo(Map.of("", ""));
    Rated rated = new Rated("", 0, "", Optional.of(""));
    assertThat(roundTrip(rated, Rated.class)).isEqualTo(rated);
  }

  @Test
  void generic_types_come_back_as_they_were_declared() {
    Rated rated = new Rated("p1", 5, null, Optional.of("Ann"));
    Pair<Shape, Shape> pair = new Pair<>(new Circle(1), List.of(new Square(2), Unit.ONE));

    assertThat(roundTrip(pair, component("pair"))).isEqualTo(pair);
    assertThat(roundTrip(List.of(rated), component("list"))).isEqualTo(List.of(rated));
    assertThat(roundTrip(Optional.of(rated), component("optional"))).isEqualTo(Optional.of(rated));
    assertThat(roundTrip(Optional.empty(), component("optional"))).isEqualTo(Optional.empty());
    assertThat(roundTrip(Map.of("a", 1L), component("map"))).isEqualTo(Map.of("a", 1L));
    assertThat(roundTrip(5L, long.class)).isEqualTo(5L);
    assertThat(roundTrip(true, Boolean.class)).isEqualTo(true);
  }

  @Test
  void a_record_is_stored_by_its_components_alone_in_their_order() {
    assertThat(text(codec.encode(new Person("Ann", true))))
        .isEqualTo("{\"name\":\"Ann\",\"isActive\":true}");
    assertThat(text(codec.encode(new Rated("p1", 5, null, Optional.empty()))))
        .isEqualTo("{\"product\":\"p1\",\"stars\":5,\"remark\":null,\"by\":null}");
  }

  @Test
  void an_enum_is_stored_by_its_name() {
    assertThat(text(codec.encode(Color.GREEN, Color.class))).isEqualTo("\"GREEN\"");
  }

  @Test
  void a_class_of_a_sealed_type_is_named_where_the_declared_type_is_sealed() {
    assertThat(text(codec.encode(new Square(1)))).isEqualTo("{\"side\":1}");
    assertThat(text(codec.encode(new Square(1), Shape.class)))
        .isEqualTo("{\"@type\":\"sq\",\"side\":1}");
    assertThat(text(codec.encode(Unit.ONE, Shape.class))).isEqualTo("[\"Unit\",\"ONE\"]");
  }

  @Test
  void payloads_do_not_depend_on_the_locale() {
    byte[] bytes = codec.encode(times());
    Locale before = Locale.getDefault();
    try {
      for (String tag :
          List.of("tr", "hi-IN-u-nu-deva", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        JacksonCodec there = new JacksonCodec();

        assertThat(text(there.encode(times()))).isEqualTo(text(bytes));
        assertThat(there.decode(bytes, Times.class)).isEqualTo(times());
        assertThat(there.decode(there.encode(everything()), Everything.class))
            .isEqualTo(everything());
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  // ---- what can't be read

  @Test
  void a_field_that_the_class_does_not_have_is_ignored() {
    assertThat(decode("{'product':'p','stars':1,'remark':null,'by':null,'new':{'a':[1]}}"))
        .isEqualTo(new Rated("p", 1, null, Optional.empty()));
  }

  @Test
  void a_missing_component_is_null_or_empty_but_for_primitives() {
    assertThat(decode("{'product':'p','stars':1}"))
        .isEqualTo(new Rated("p", 1, null, Optional.empty()));
    assertUnreadable("{'product':'p'}", "at 'stars', it does not fit." + REMEDY);
    assertUnreadable("{'product':'p','stars':null}", "at 'stars', it does not fit." + REMEDY);
  }

  @Test
  void a_value_is_never_changed_to_fit() {
    for (String stars : List.of("1.5", "'5'", "true", "2147483648", "[1]", "{}", "''")) {
      assertUnreadable("{'stars':" + stars + "}", "at 'stars', it does not fit." + REMEDY);
    }
    assertUnreadable("{'product':5,'stars':1}", "at 'product', it does not fit." + REMEDY);
    assertUnreadable("{'product':true,'stars':1}", "at 'product', it does not fit." + REMEDY);
    for (Class<?> type : List.of(UUID.class, Integer.class, Boolean.class, BigDecimal.class)) {
      for (String blank : List.of("''", "' '")) {
        assertThatThrownBy(() -> codec.decode(json(blank), type))
            .as(type + " of " + blank)
            .isInstanceOf(UnreadablePayloadException.class)
            .hasMessageEndingWith("it does not fit." + REMEDY);
      }
    }
    assertThatThrownBy(() -> codec.decode(json("0"), Color.class))
        .isInstanceOf(UnreadablePayloadException.class);
    assertThatThrownBy(() -> codec.decode(json("'green'"), Color.class))
        .isInstanceOf(UnreadablePayloadException.class);
  }

  @Test
  void damaged_bytes_are_refused() {
    String damaged = "it is no proper JSON. Restore the bytes, they are damaged.";

    assertUnreadable("{'stars':1,'stars':2}", damaged);
    assertUnreadable("{'stars':1", damaged);
    assertUnreadable("{'stars':1} x", damaged);
    assertUnreadable("{stars:1}", damaged);
    assertUnreadable("\u0000", damaged);
    assertUnreadable("", "it does not fit." + REMEDY);
    assertUnreadable("{'stars':1} {}", "it does not fit." + REMEDY);
    assertUnreadable("null", "it is no value but null." + REMEDY);
    assertUnreadable("[]", "it does not fit." + REMEDY);
    assertThatThrownBy(() -> codec.decode(new byte[] {'"', (byte) 0xFF, '"'}, String.class))
        .isInstanceOf(UnreadablePayloadException.class);
  }

  @Test
  void a_message_holds_no_value_of_the_payload() {
    assertThatThrownBy(() -> codec.decode(json("{'a':'secret'}"), component("map")))
        .isInstanceOf(UnreadablePayloadException.class)
        .hasMessageContaining("at '{...}'")
        .hasMessageNotContaining("secret");
  }

  @Test
  void cut_or_flipped_bytes_are_refused_or_read_but_nothing_else_is_thrown() {
    byte[] bytes = codec.encode(everything());
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      for (byte[] damaged : List.of(flipped, java.util.Arrays.copyOf(bytes, i))) {
        try {
          codec.decode(damaged, Everything.class);
        } catch (UnreadablePayloadException e) {
          assertThat(e).hasMessageStartingWith("The payload of " + Everything.class.getName());
        }
      }
    }
  }

  // ---- no class comes of stored text

  @Test
  void a_class_named_in_a_payload_is_not_loaded() {
    String gadget = Gadget.class.getName();

    for (String field : List.of("@class", "@type", "@c", "class", "type")) {
      String json = "{'" + field + "':'" + gadget + "','value':{'" + field + "':'" + gadget + "'}}";
      assertThat(((Anything) codec.decode(json(json), Anything.class)).value)
          .isEqualTo(Map.of(field, gadget));
    }
    for (String sealed :
        List.of(
            "{'@type':'" + gadget + "'}",
            "{'radius':1}",
            "['" + gadget + "',{}]",
            "{'@type':null}")) {
      assertThatThrownBy(() -> codec.decode(json(sealed), Shape.class))
          .isInstanceOf(UnreadablePayloadException.class);
    }
    assertThatThrownBy(() -> codec.decode(json("{'type':'" + gadget + "'}"), HasClass.class))
        .isInstanceOf(UnreadablePayloadException.class)
        .hasMessageContaining("at 'type', a class is no value to store");
    assertThatThrownBy(
            () -> codec.decode(json("{'types':{'" + gadget + "':1}}"), HasClassKeys.class))
        .isInstanceOf(UnreadablePayloadException.class);
    assertThat(LOADED).isEmpty();
  }

  @Test
  void a_component_of_type_class_is_refused_when_written() {
    for (Object value :
        List.of(new HasClass(String.class), new HasClassKeys(Map.of(int.class, 1)))) {
      assertThatThrownBy(() -> codec.encode(value))
          .isInstanceOf(UnwritablePayloadException.class)
          .hasMessageContaining(
              "a class is no value to store, since reading it would load whatever name is stored;"
                  + " store a name of your own.");
    }
  }

  @Test
  void default_typing_stays_off_whatever_the_customisation_asks_for() {
    JacksonCodec customised =
        new JacksonCodec(
            PayloadLimits.DEFAULT,
            builder ->
                builder.activateDefaultTyping(
                    BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
                    DefaultTyping.NON_FINAL));

    assertThat(text(customised.encode(new Anything(new Person("Ann", true)))))
        .isEqualTo("{\"value\":{\"name\":\"Ann\",\"isActive\":true}}");
  }

  // ---- what can't be written

  @Test
  void two_classes_of_one_name_in_a_sealed_type_are_refused() {
    String why =
        "In the sealed org.plaincqrs.jdbc.codec.JacksonCodecTest$Clash both"
            + " org.plaincqrs.jdbc.codec.JacksonCodecTest$One$Same and"
            + " org.plaincqrs.jdbc.codec.JacksonCodecTest$Two$Same are called 'Same'; rename one of"
            + " them, or give it another name by @EventName.";

    assertThatThrownBy(() -> codec.encode(new One.Same(1), Clash.class))
        .isInstanceOf(UnwritablePayloadException.class)
        .hasMessage("Payload " + Clash.class.getName() + " can't be written: " + why);
    assertThatThrownBy(() -> codec.decode(json("{'@type':'Same'}"), Clash.class))
        .isInstanceOf(UnreadablePayloadException.class)
        .hasMessageEndingWith(why);
  }

  @Test
  void a_class_that_a_sealed_type_does_not_permit_itself_is_refused() {
    assertThatThrownBy(() -> codec.encode(new Stranger(), Open.class))
        .isInstanceOf(UnwritablePayloadException.class)
        .hasMessageEndingWith(
            "org.plaincqrs.jdbc.codec.JacksonCodecTest$Stranger is not permitted by the sealed"
                + " org.plaincqrs.jdbc.codec.JacksonCodecTest$Open itself; only those classes can be"
                + " read back: Left.");
  }

  @Test
  void a_class_that_can_not_be_read_back_is_refused_with_its_first_payload() {
    NeedsService value = new NeedsService(new Service() {});

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> codec.encode(value))
          .isInstanceOf(UnwritablePayloadException.class)
          .hasMessage(
              "Payload org.plaincqrs.jdbc.codec.JacksonCodecTest$NeedsService can't be written: it"
                  + " could not be read back. The payload of"
                  + " org.plaincqrs.jdbc.codec.JacksonCodecTest$NeedsService can't be read: at"
                  + " 'service', it does not fit. Take components that can be read back: records,"
                  + " sealed interfaces, classes that are not abstract; or customise the mapper.");
    }
  }

  /** Each pair: one that can be read back, and one of the same class that can't. */
  static List<List<Object>> firstAndLater() {
    Service service = new Service() {};
    return List.of(
        List.of(new MayNeedService(null), new MayNeedService(service)),
        List.of(new Services(List.of()), new Services(List.of(service))),
        List.of(new OptionalService(Optional.empty()), new OptionalService(Optional.of(service))),
        List.of(new Wished(new Toy("ball")), new Wished(new Helped(service))));
  }

  @ParameterizedTest
  @MethodSource("firstAndLater")
  void a_later_payload_that_can_not_be_read_back_is_refused_too(List<Object> payloads) {
    Object first = payloads.get(0);

    assertThat(roundTrip(first, first.getClass())).isEqualTo(first);
    assertThatThrownBy(() -> codec.encode(payloads.get(1)))
        .isInstanceOf(UnwritablePayloadException.class)
        .hasMessageContaining("it could not be read back.");
    assertThat(roundTrip(first, first.getClass())).isEqualTo(first);
  }

  @Test
  void two_keys_of_one_text_are_refused() {
    assertThatThrownBy(() -> codec.encode(new Anything(Map.of(1, "a", "1", "b"))))
        .isInstanceOf(UnwritablePayloadException.class);
  }

  // ---- limits

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100, 1_000, 5_000})
  void what_is_at_a_limit_is_read_back_and_what_is_over_it_refused(int limit) {
    PayloadLimits wide = new PayloadLimits(100_000, 200, 100_000, 100_000);
    for (String character : List.of("a", "\u00E4", "\u6F22", "\"", "\n")) {
      JacksonCodec keys = new JacksonCodec(new PayloadLimits(100_000, 200, 100_000, limit));
      assertLimit(
          keys, "characters in a key", limit, n -> Map.of(character.repeat(n), 1), Map.class);
    }
    JacksonCodec digits = new JacksonCodec(new PayloadLimits(100_000, 200, limit, 100_000));
    assertLimit(
        digits, "digits in a number", limit, n -> BigInteger.TEN.pow(n - 1), BigInteger.class);
    assertLimit(
        digits,
        "digits in a number",
        limit,
        n -> new BigDecimal(BigInteger.TEN.pow(n - 1).negate(), Math.min(n - 1, 5)),
        BigDecimal.class);
    JacksonCodec bytes = new JacksonCodec(wide.withBytes(limit + 2));
    assertLimit(bytes, "bytes", limit + 2, n -> "x".repeat(n - 2), String.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 200})
  void nesting_at_the_limit_is_read_back_and_deeper_refused(int limit) {
    JacksonCodec shallow = new JacksonCodec(new PayloadLimits(100_000, limit, 1_000, 1_000));

    assertLimit(shallow, "levels of nesting", limit, JacksonCodecTest::nested, Object.class);
  }

  private static Object nested(int depth) {
    Object nested = List.of();
    for (int i = 1; i < depth; i++) {
      nested = List.of(nested);
    }
    return nested;
  }

  private static void assertLimit(
      JacksonCodec codec,
      String name,
      int limit,
      java.util.function.IntFunction<Object> ofSize,
      Class<?> type) {
    Object largest = ofSize.apply(limit);
    assertThat(codec.decode(codec.encode(largest, type), type)).isEqualTo(largest);
    assertThatThrownBy(() -> codec.encode(ofSize.apply(limit + 1), type))
        .isInstanceOfSatisfying(
            PayloadLimitException.class,
            refused -> {
              assertThat(refused.limit()).isEqualTo(name);
              assertThat(refused.allowed()).isEqualTo(limit);
              assertThat(refused.found()).isEqualTo(limit + 1);
            });
    assertThatThrownBy(() -> codec.canonical(ofSize.apply(limit + 1)))
        .isInstanceOf(PayloadLimitException.class);
  }

  @Test
  void payloads_of_a_time_with_larger_limits_stay_readable() {
    JacksonCodec tight = new JacksonCodec(new PayloadLimits(10, 1, 1, 1));
    byte[] bytes = codec.encode(everything());

    assertThat(tight.decode(bytes, Everything.class)).isEqualTo(everything());
    JacksonCodec wide = new JacksonCodec(new PayloadLimits(1_000_000, 400, 9_000, 400_000));
    for (Object large :
        List.of(nested(200), BigInteger.TEN.pow(8_999), Map.of("k".repeat(400_000), 1))) {
      assertThat(tight.decode(wide.encode(large, Object.class), Object.class)).isEqualTo(large);
    }
  }

  @Test
  void a_payload_that_is_nested_deeper_than_is_read_says_so() {
    JacksonCodec wide = new JacksonCodec(new PayloadLimits(1_000_000, 400, 1_000, 1_000));
    byte[] deep = wide.encode(nested(400), Object.class);

    assertThat(wide.decode(deep, Object.class)).isEqualTo(nested(400));
    assertThatThrownBy(() -> codec.decode(deep, Object.class))
        .isInstanceOf(UnreadablePayloadException.class)
        .hasMessageEndingWith(
            "it is nested deeper than this codec reads. Give the codec PayloadLimits of a larger"
                + " depth.");
  }

  @Test
  void a_circle_of_objects_is_refused() {
    List<Object> circle = new java.util.ArrayList<>();
    circle.add(List.of(circle));

    assertThatThrownBy(() -> codec.encode(new Anything(circle)))
        .isInstanceOf(PayloadLimitException.class);
  }

  @Test
  void nesting_that_a_wider_limit_allows_but_the_stack_does_not_is_refused() {
    JacksonCodec deep = new JacksonCodec(new PayloadLimits(10_000_000, 1_000_000, 1_000, 1_000));
    int levels = 100_000;
    Hull hull = new Hull(Unit.ONE, null);
    for (int i = 0; i < levels; i++) {
      hull = new Hull(Unit.ONE, hull);
    }
    Hull deepest = hull;
    String json = "{'@type':'Hull','next':".repeat(levels) + "null" + "}".repeat(levels);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> deep.encode(deepest))
          .isInstanceOf(UnwritablePayloadException.class)
          .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
          .hasSizeLessThan(1_000);
    }
    assertThatThrownBy(() -> deep.canonical(deepest))
        .isInstanceOf(UnwritablePayloadException.class);
    assertThatThrownBy(() -> deep.decode(json(json), Polygon.class))
        .isInstanceOf(UnreadablePayloadException.class)
        .hasMessageContaining("it is nested too deep for the stack of this thread;");
  }

  // ---- events

  @Test
  void an_event_is_read_by_its_name_and_revision() {
    EventTypes types = EventTypes.builder().add("rated", 2, Rated.class).build();
    Rated event = new Rated("p", 5, null, Optional.empty());

    assertThat(codec.decodeEvent("rated", 2, codec.encode(event), types)).containsExactly(event);
    assertThat(codec.decodeRecorded("rated", 2, codec.encode(event), types)).isEqualTo(event);
    assertThatThrownBy(() -> codec.decodeEvent("rated", 1, codec.encode(event), types))
        .isInstanceOf(UnknownEventTypeException.class)
        .hasMessageStartingWith("Event type 'rated' revision 1 is not registered;");
    assertThatThrownBy(() -> codec.decodeEvent("rated", 2, json("{'product':'p'}"), types))
        .isInstanceOf(UnreadablePayloadException.class)
        .hasMessage(
            "The payload of "
                + Rated.class.getName()
                + " can't be read: at 'stars', it does not fit. Restore the bytes if they are"
                + " damaged; if the class has changed, give it another revision and upcast this"
                + " one.");
  }

  // ---- canonical

  @Test
  void canonical_bytes_name_the_class_and_are_in_order() {
    assertThat(
            text(codec.canonical(new Anything(new TreeMap<>(Map.of("b", 1, "a", Set.of(2, 1)))))))
        .isEqualTo("Anything{\"value\":{\"a\":[1,2],\"b\":1}}");
    assertThat(text(codec.canonical(new Square(1)))).isEqualTo("sq{\"side\":1}");
  }

  @Test
  void canonical_bytes_of_lists_keep_the_order() {
    assertThat(codec.canonical(new Anything(List.of(1, 2))))
        .isNotEqualTo(codec.canonical(new Anything(List.of(2, 1))));
  }

  @Test
  void sets_inside_sets_are_in_order_too() {
    Set<Object> one = new java.util.LinkedHashSet<>();
    Set<Object> other = new java.util.LinkedHashSet<>();
    for (int i = 0; i < 20; i++) {
      one.add(new java.util.LinkedHashSet<>(List.of("a" + i, "b" + i)));
      other.add(new java.util.LinkedHashSet<>(List.of("b" + (19 - i), "a" + (19 - i))));
    }
    one.add(null);
    other.add(null);

    assertThat(one).isEqualTo(other);
    assertThat(codec.canonical(new Anything(one))).isEqualTo(codec.canonical(new Anything(other)));
    assertThat(codec.canonical(everything())).isEqualTo(new JacksonCodec().canonical(everything()));
  }

  private Object roundTrip(Object value, Type type) {
    return codec.decode(codec.encode(value, type), type);
  }

  private Object decode(String json) {
    return codec.decode(json(json), Rated.class);
  }

  private void assertUnreadable(String json, String why) {
    assertThatThrownBy(() -> decode(json))
        .as(json)
        .isInstanceOf(UnreadablePayloadException.class)
        .hasMessage("The payload of " + Rated.class.getName() + " can't be read: " + why);
  }

  private static byte[] json(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static Type component(String name) {
    for (RecordComponent component : Types.class.getRecordComponents()) {
      if (component.getName().equals(name)) {
        return component.getGenericType();
      }
    }
    throw new AssertionError(name);
  }
}
