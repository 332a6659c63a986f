package org.plaincqrs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.plaincqrs.contract.ContractModel.OUTCOMES;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plaincqrs.contract.ContractEvent.Circle;
import org.plaincqrs.contract.ContractEvent.Frame;
import org.plaincqrs.contract.ContractEvent.Measured;
import org.plaincqrs.contract.ContractEvent.Nested;
import org.plaincqrs.contract.ContractEvent.Noted;
import org.plaincqrs.contract.ContractEvent.Surveyed;
import org.plaincqrs.contract.ContractModel.Accepted;
import org.plaincqrs.contract.ContractModel.Color;
import org.plaincqrs.contract.ContractModel.Greet;
import org.plaincqrs.contract.ContractModel.Order;
import org.plaincqrs.contract.ContractModel.Outcome;
import org.plaincqrs.contract.ContractModel.Rejected;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.PayloadLimitException;
import org.plaincqrs.storage.PayloadLimits;
import org.plaincqrs.storage.UnwritablePayloadException;
import org.plaincqrs.storage.Verdict;
import org.plaincqrs.storage.Versioned;

/**
 * What every storage with a {@link org.plaincqrs.storage.PayloadCodec} keeps, the codec at its
 * {@linkplain PayloadLimits#DEFAULT usual limits}: what is accepted is read back equal, and what is
 * refused has had no effect.
 */
public abstract class PayloadContract extends StorageFixture {
  private static final PayloadLimits LIMITS = PayloadLimits.DEFAULT;

  /** Texts that a payload holds, however much an encoding, a driver or a database dislikes them. */
  static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0",
          "a\0b",
          "😀 👩‍👩‍👧 🇩🇪",
          "\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627 \u202Eright to left",
          "\u00E4",
          "a\u0308",
          "\uFFFD\uFFFE\uFFFF\uFEFF",
          "\u2028\u2029\u0085",
          "\"quoted\" 'quoted' `quoted`",
          "back\\slash \\n \\u0000 \\ud83d",
          "line\nline\r\nline\ttab\b\f\u001F\u007F",
          "{\"@class\":\"java.lang.Runtime\"}",
          "'; DROP TABLE events; --",
          "%_?:x$1",
          "null",
          "x".repeat(1_000_000));

  private static final class Answers {
    List<Outcome> outcomes = List.of();
    Optional<Outcome> optional = Optional.empty();
  }

  // ---- what is accepted is read back equal

  @Test
  void every_text_of_a_payload_is_read_back_as_it_was() {
    for (int i = 0; i < TEXTS.size(); i++) {
      Rejected document = new Rejected(TEXTS.get(i));
      committed(commit().note("a", TEXTS.get(i)).put(OUTCOMES, "k" + i, 1, document));
    }

    reopen();

    assertThat(payloads(stream("a"))).isEqualTo(TEXTS.stream().map(Noted::new).toList());
    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(store().documents().find(OUTCOMES, "k" + i))
          .contains(new Versioned<>(new Rejected(TEXTS.get(i)), 1));
    }
  }

  @Test
  void every_text_may_be_a_key_of_a_map() {
    Map<String, BigDecimal> values = new HashMap<>();
    TEXTS.stream()
        .filter(text -> text.length() < 50_000)
        .forEach(t -> values.put(t, BigDecimal.ONE));

    committed(commit().append("a", new Measured(values)));

    assertThat(payloads(stream("a"))).containsExactly(new Measured(values));
  }

  @Test
  void components_of_every_kind_are_read_back_equal() {
    Surveyed full = surveyed(Optional.of("steep"), new Frame(new Frame(new Circle(0.1), 3), -1));
    Surveyed sparse = surveyed(Optional.empty(), new Circle(Double.MIN_VALUE));

    committed(commit().append("a", full).append("a", sparse));

    assertThat(payloads(stream("a"))).containsExactly(full, sparse);
  }

  @Test
  void the_verdict_of_a_commit_holds_its_events_as_they_are_read() {
    Surveyed event = surveyed(Optional.of("steep"), new Circle(1));

    assertThat(payloads(committed(commit().append("a", event)).events())).containsExactly(event);
  }

  @Test
  void a_document_of_a_sealed_type_is_read_back_as_the_class_it_was() {
    committed(commit().put(OUTCOMES, "a", 1, new Accepted(3)));
    store()
        .documents()
        .write(to -> to.put(OUTCOMES, "b", new Versioned<>(new Rejected("late"), 1)));

    assertThat(store().documents().find(OUTCOMES, "a"))
        .contains(new Versioned<>(new Accepted(3), 1));
    assertThat(store().documents().find(OUTCOMES, "b"))
        .contains(new Versioned<>(new Rejected("late"), 1));
  }

  @Test
  void answers_are_read_back_as_the_type_that_was_declared() {
    assertAnswer(Outcome.class, new Rejected("late"));
    assertAnswer(answers("outcomes"), List.of(new Accepted(1), new Rejected("late")));
    assertAnswer(answers("optional"), Optional.of(new Accepted(1)));
    assertAnswer(answers("optional"), Optional.empty());
    assertAnswer(Long.class, Long.MAX_VALUE);
    assertAnswer(String.class, "");
    assertAnswer(Boolean.class, true);
    assertAnswer(UUID.class, UUID.randomUUID());
  }

  private void assertAnswer(Type type, Object result) {
    HandledCommand command = command(new Greet("Ann"), type, result);
    committed(commit().command(command).note("a", "x"));

    assertThat(store().remembered(command))
        .contains(new Verdict.Duplicate(result, store().log().head()));
  }

  // ---- limits

  @Test
  void a_payload_at_the_limit_of_its_size_is_read_back() {
    Noted largest = new Noted("x".repeat(LIMITS.bytes() - "{\"text\":\"\"}".length()));

    committed(commit().append("a", largest));

    assertThat(payloads(stream("a"))).containsExactly(largest);
  }

  @Test
  void a_payload_one_byte_larger_is_refused() {
    Noted event = new Noted("x".repeat(LIMITS.bytes() - "{\"text\":\"\"}".length() + 1));

    assertLimit("bytes", LIMITS.bytes(), commit().append("a", event));
  }

  @Test
  void a_payload_at_the_limit_of_nesting_is_read_back() {
    committed(commit().append("a", nested(LIMITS.depth())));

    assertThat(payloads(stream("a"))).containsExactly(nested(LIMITS.depth()));
  }

  @Test
  void sealed_values_at_the_limit_of_nesting_are_read_back() {
    ContractEvent.Shape shape = new Circle(1);
    for (int depth = 3; depth <= LIMITS.depth(); depth++) {
      shape = new Frame(shape, depth);
    }
    Surveyed event = surveyed(Optional.empty(), shape);

    committed(commit().append("a", event));

    assertThat(payloads(stream("a"))).containsExactly(event);
  }

  @Test
  void a_payload_nested_deeper_is_refused() {
    assertLimit(
        "levels of nesting", LIMITS.depth(), commit().append("a", nested(LIMITS.depth() + 1)));
    assertThat(refused(commit().append("a", nested(5_000))).found()).isGreaterThan(LIMITS.depth());
  }

  @Test
  void a_number_at_the_limit_is_read_back() {
    for (BigDecimal number : numbers(LIMITS.digits())) {
      Measured event = new Measured(Map.of("k", number));
      assertThat(payloads(committed(commit().append("a", event)).events())).containsExactly(event);
      assertThat(payloads(stream("a"))).endsWith(event);
    }
  }

  @Test
  void a_longer_number_is_refused() {
    for (BigDecimal number : numbers(LIMITS.digits() + 1)) {
      assertLimit(
          "digits in a number",
          LIMITS.digits(),
          commit().append("a", new Measured(Map.of("k", number))));
    }
  }

  @Test
  void a_key_at_the_limit_is_read_back() {
    for (String character : List.of("k", "\u00E4", "\u6F22", "\"")) {
      Measured event =
          new Measured(Map.of(character.repeat(LIMITS.keyCharacters()), BigDecimal.ONE));
      committed(commit().append("a", event));
      assertThat(payloads(stream("a"))).endsWith(event);
    }
  }

  @Test
  void a_longer_key_is_refused() {
    for (String character : List.of("k", "\u6F22")) {
      assertLimit(
          "characters in a key",
          LIMITS.keyCharacters(),
          commit()
              .append(
                  "a",
                  new Measured(
                      Map.of(character.repeat(LIMITS.keyCharacters() + 1), BigDecimal.ONE))));
    }
  }

  @Test
  void documents_commands_and_results_are_held_to_the_limits_too() {
    String large = "x".repeat(LIMITS.bytes());

    refused(commit().note("a", "x").put(OUTCOMES, "ann", 1, new Rejected(large)));
    refused(commit().note("a", "x").command(command(new Greet(large), String.class, "x")));
    refused(commit().note("a", "x").command(command(new Greet("x"), String.class, large)));
    assertThatThrownBy(
            () ->
                store()
                    .documents()
                    .write(to -> to.put(OUTCOMES, "ann", new Versioned<>(new Rejected(large), 1))))
        .isInstanceOf(PayloadLimitException.class);
    assertThat(store().documents().count(OUTCOMES)).isZero();
  }

  @Test
  void a_refused_payload_leaves_nothing_of_its_commit() {
    HandledCommand command = command(new Greet("Ann"), String.class, "hello");
    openWith(StorageFixture::count);

    refused(
        commit()
            .command(command)
            .note("a", "first")
            .put(OUTCOMES, "ann", 1, new Accepted(1))
            .note("a", "x".repeat(LIMITS.bytes())));

    assertThat(store().log().head()).isZero();
    assertThat(store().documents().count(OUTCOMES)).isZero();
    assertThat(counted()).isZero();
    assertThat(store().remembered(command)).isEmpty();
    assertThat(committed(commit().command(command).note("a", "first")).position()).isEqualTo(1);
  }

  @Test
  void a_payload_that_can_not_be_written_leaves_nothing_of_its_commit() {
    HandledCommand command = command(new Greet("Ann"), String.class, "hello");

    for (String half : List.of("\uD83D", "a\uD83Db", "\uDE00", "\uDE00\uD83D", "\uDC00\uDC00")) {
      for (ContractEvent event :
          List.of(new Noted(half), new Measured(Map.of(half, BigDecimal.ONE)))) {
        assertThatThrownBy(
                () ->
                    store()
                        .commit(
                            commit().command(command).note("a", "x").append("a", event).build()))
            .isInstanceOf(UnwritablePayloadException.class)
            .hasMessageContaining(event.getClass().getName())
            .hasMessageContaining("half of a surrogate pair");
      }
    }

    assertThat(store().log().head()).isZero();
    assertThat(store().remembered(command)).isEmpty();
  }

  // ---- commands

  @Test
  void a_command_whose_sets_and_maps_come_in_another_order_is_the_same() {
    UUID id = UUID.randomUUID();
    Map<String, Integer> forward = new LinkedHashMap<>();
    Map<String, Integer> backward = new TreeMap<>(Collections.reverseOrder());
    Set<String> labels = new LinkedHashSet<>();
    for (int i = 0; i < 100; i++) {
      forward.put("item " + i, i);
      labels.add("label " + i);
    }
    backward.putAll(forward);
    Set<String> reversed = new TreeSet<>(Collections.reverseOrder());
    reversed.addAll(labels);
    Set<Color> colors = new LinkedHashSet<>(List.of(Color.BLUE, Color.RED));

    committed(commit().command(order(id, new Order(labels, forward, colors))).note("a", "x"));

    assertThat(
            store()
                .remembered(
                    order(id, new Order(reversed, backward, EnumSet.of(Color.RED, Color.BLUE)))))
        .contains(new Verdict.Duplicate("done", 1));
    assertThat(store().remembered(order(id, new Order(labels, Map.of(), colors))))
        .contains(new Verdict.IdReused());
  }

  @Test
  void a_command_with_an_array_is_the_same_when_its_elements_are() {
    UUID id = UUID.randomUUID();

    committed(commit().command(upload(id, 1, 2)).note("a", "x"));

    assertThat(store().remembered(upload(id, 1, 2))).contains(new Verdict.Duplicate("done", 1));
    assertThat(store().commit(commit().command(upload(id, 1, 2)).note("a", "y").build()))
        .isEqualTo(new Verdict.Duplicate("done", 1));
    assertThat(store().remembered(upload(id, 2, 1))).contains(new Verdict.IdReused());
  }

  private static HandledCommand upload(UUID id, int... pages) {
    return new HandledCommand(id, new ContractModel.Upload(pages), String.class, "done");
  }

  private static HandledCommand order(UUID id, Order order) {
    return new HandledCommand(id, order, String.class, "done");
  }

  private static HandledCommand command(Object command, Type answer, Object result) {
    return new HandledCommand(UUID.randomUUID(), command, answer, result);
  }

  private void assertLimit(String limit, long allowed, CommitBuilder commit) {
    PayloadLimitException refused = refused(commit);

    assertThat(refused.limit()).isEqualTo(limit);
    assertThat(refused.allowed()).isEqualTo(allowed);
    assertThat(refused.found()).isEqualTo(allowed + 1);
    assertThat(refused)
        .hasMessageContaining(
            (allowed + 1) + " " + limit + ", at most " + allowed + " are allowed.");
  }

  private PayloadLimitException refused(CommitBuilder commit) {
    long head = store().log().head();

    PayloadLimitException refused =
        catchThrowableOfType(PayloadLimitException.class, () -> store().commit(commit.build()));

    assertThat(refused).isNotNull();
    assertThat(store().log().head()).isEqualTo(head);
    return refused;
  }

  private static Nested nested(int depth) {
    @Nullable Nested nested = null;
    for (int i = 1; i < depth; i++) {
      nested = new Nested(nested);
    }
    return new Nested(nested);
  }

  /**
   * Whole, negative, with a fraction and with an exponent of 4 digits; each of that many digits.
   */
  private static List<BigDecimal> numbers(int digits) {
    BigInteger nines = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
    return List.of(
        new BigDecimal(nines),
        new BigDecimal(nines.negate()),
        new BigDecimal(nines, digits / 2),
        new BigDecimal(nines.divide(BigInteger.TEN.pow(4)), -5));
  }

  private static Surveyed surveyed(Optional<String> remark, ContractEvent.Shape plot) {
    return new Surveyed(
        Instant.parse("2026-01-01T00:00:00.123456789Z"),
        Duration.ofNanos(-1),
        new BigDecimal("1.10"),
        remark,
        plot,
        List.of(new Circle(2), new Frame(new Circle(-0.0), 0)),
        Set.of("Ann", "Bob"),
        Map.of("doors", 2, "", -1),
        UUID.randomUUID(),
        null);
  }

  private static Type answers(String field) {
    try {
      return Answers.class.getDeclaredField(field).getGenericType();
    } catch (NoSuchFieldException e) {
      throw new AssertionError(e);
    }
  }
}
