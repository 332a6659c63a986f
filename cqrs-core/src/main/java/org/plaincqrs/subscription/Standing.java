package org.plaincqrs.subscription;

import org.jspecify.annotations.Nullable;

/** How a reader stands, as the node that runs it tells the others. */
record Standing(SubscriptionState state, @Nullable String cause) {
  static Standing of(SubscriptionState state, @Nullable Throwable cause) {
    return new Standing(state, cause == null ? null : DeadLetter.describe(cause));
  }

  String text() {
    return cause == null ? state.name() : state.name() + "\n" + cause;
  }

  static Standing parse(String text) {
    int line = text.indexOf('\n');
    String first = line < 0 ? text : text.substring(0, line);
    for (SubscriptionState each : SubscriptionState.values()) {
      if (each.name().equals(first)) {
        return new Standing(each, line < 0 ? null : text.substring(line + 1));
      }
    }
    return new Standing(SubscriptionState.NEW, null);
  }
}
