package org.plaincqrs.contract;

import org.plaincqrs.event.EventName;

/** The events of the kit; plain enough for every codec. */
public sealed interface ContractEvent {
  /** A name and revision of its own: by its class it would be found under neither. */
  @EventName(value = "account-opened", revision = 3)
  record Opened(String owner) implements ContractEvent {}

  /** Under its simple name. */
  record Deposited(int amount) implements ContractEvent {}

  /** Any text. */
  record Noted(String text) implements ContractEvent {}
}
