package org.plaincqrs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.plaincqrs.dispatch.Validation.InvalidMessageException;
import org.plaincqrs.dispatch.Validation.Violation;
import org.plaincqrs.event.Metadata;

class ValidationTest {
  record Rate(int product, int rating) {}

  record Other() {}

  private final Validation.Builder builder =
      Validation.builder()
          .rule(Rate.class, "product", Rate::product, p -> p > 0, "must be positive")
          .rule(Rate.class, "rating", Rate::rating, r -> r >= 1 && r <= 5, "must be 1 to 5");
  private final Validation validation = builder.build();

  private static Object passed(Object message, Metadata metadata) {
    return "passed";
  }

  @Test
  void a_valid_message_passes() throws Exception {
    Object answer = validation.intercept(new Rate(1, 5), Metadata.NONE, ValidationTest::passed);

    assertThat(answer).isEqualTo("passed");
  }

  @Test
  void a_message_without_rules_passes() throws Exception {
    Object answer = validation.intercept(new Other(), Metadata.NONE, ValidationTest::passed);

    assertThat(answer).isEqualTo("passed");
  }

  @Test
  void a_message_that_breaks_a_rule_does_not_reach_its_handler() {
    assertThatThrownBy(
            () ->
                validation.intercept(
                    new Rate(1, 6),
                    Metadata.NONE,
                    (message, metadata) -> {
                      throw new AssertionError("reached");
                    }))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessage("Rate is invalid: rating must be 1 to 5, but is 6.");
  }

  @Test
  void every_broken_rule_is_told_in_order_of_registration() {
    InvalidMessageException refusal =
        catchThrowableOfType(
            InvalidMessageException.class,
            () -> validation.intercept(new Rate(0, 0), Metadata.NONE, ValidationTest::passed));

    assertThat(refusal)
        .hasMessage(
            "Rate is invalid: product must be positive, but is 0; rating must be 1 to 5, but is 0.");
    assertThat(refusal.violations())
        .containsExactly(
            new Violation("product", "must be positive, but is 0"),
            new Violation("rating", "must be 1 to 5, but is 0"));
  }

  @Test
  void violations_can_be_asked_without_sending() {
    assertThat(validation.violations(new Rate(1, 3))).isEmpty();
    assertThat(validation.violations(new Rate(1, 0)))
        .containsExactly(new Violation("rating", "must be 1 to 5, but is 0"));
  }

  @Test
  void a_rule_added_afterwards_does_not_reach_what_is_built() {
    builder.rule(Rate.class, "rating", Rate::rating, r -> false, "must not be");

    assertThat(validation.violations(new Rate(1, 3))).isEmpty();
  }
}
