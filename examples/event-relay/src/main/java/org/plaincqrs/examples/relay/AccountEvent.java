package org.plaincqrs.examples.relay;

import org.plaincqrs.event.EventName;

/** What happens to an account; the stream of an account has its name. */
public sealed interface AccountEvent {
  /** The account. */
  String account();

  /** Money came in. */
  @EventName("deposited")
  record Deposited(String account, long cents) implements AccountEvent {}

  /** Money went out. */
  @EventName("withdrawn")
  record Withdrawn(String account, long cents) implements AccountEvent {}
}
