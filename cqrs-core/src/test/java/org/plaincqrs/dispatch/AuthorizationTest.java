package org.plaincqrs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.plaincqrs.dispatch.Authorization.NotAuthorizedException;
import org.plaincqrs.error.ConfigurationException;
import org.plaincqrs.event.Metadata;

class AuthorizationTest {
  record Rate(String user) {}

  record Other() {}

  private static Object send(Authorization.Builder rules, Object message, Metadata metadata)
      throws Exception {
    return rules.build().intercept(message, metadata, (m, md) -> "passed");
  }

  @Test
  void deny_by_default_refuses_a_message_without_a_rule() {
    assertThatThrownBy(
            () -> send(Authorization.denyByDefault(), new Other(), Metadata.ofUser("ada")))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessage("User 'ada' may not send Other: no rule allows it.");
  }

  @Test
  void an_unknown_user_is_called_so() {
    assertThatThrownBy(() -> send(Authorization.denyByDefault(), new Other(), Metadata.NONE))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessage("An unknown user may not send Other: no rule allows it.");
  }

  @Test
  void allow_by_default_lets_a_message_without_a_rule_pass() throws Exception {
    Object answer = send(Authorization.allowByDefault(), new Other(), Metadata.NONE);

    assertThat(answer).isEqualTo("passed");
  }

  @Test
  void a_rule_by_the_metadata_decides() throws Exception {
    Authorization.Builder rules =
        Authorization.allowByDefault().allow(Rate.class, metadata -> metadata.user() != null);

    Object answer = send(rules, new Rate("ada"), Metadata.ofUser("ada"));

    assertThat(answer).isEqualTo("passed");
    assertThatThrownBy(() -> send(rules, new Rate("ada"), Metadata.NONE))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessage("An unknown user may not send Rate: its rule refuses.");
  }

  @Test
  void a_rule_on_a_class_that_no_message_has_is_refused() {
    assertThatThrownBy(
            () -> Authorization.allowByDefault().allow(Runnable.class, metadata -> false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "An authorization rule is put on java.lang.Runnable, which is not a concrete class, so"
                + " no message has it; put one on each class.");
    assertThatThrownBy(
            () ->
                Validation.builder()
                    .rule(Runnable.class, "field", run -> 1, value -> false, "must not be"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "A validation rule is put on java.lang.Runnable, which is not a concrete class, so no"
                + " message has it; put one on each class.");
  }

  @Test
  void a_rule_by_the_message_decides() throws Exception {
    Authorization.Builder rules =
        Authorization.denyByDefault()
            .allow(Rate.class, (rate, metadata) -> rate.user().equals(metadata.user()));

    Object answer = send(rules, new Rate("ada"), Metadata.ofUser("ada"));

    assertThat(answer).isEqualTo("passed");
    assertThatThrownBy(() -> send(rules, new Rate("ada"), Metadata.ofUser("bob")))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessage("User 'bob' may not send Rate: its rule refuses.");
  }

  @Test
  void two_rules_for_one_class_are_refused() {
    Authorization.Builder rules = Authorization.denyByDefault().allow(Rate.class, m -> true);

    assertThatThrownBy(() -> rules.allow(Rate.class, m -> false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "org.plaincqrs.dispatch.AuthorizationTest$Rate has two authorization rules; join them"
                + " into one.");
  }
}
