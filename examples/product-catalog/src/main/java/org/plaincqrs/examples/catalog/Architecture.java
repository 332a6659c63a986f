package org.plaincqrs.examples.catalog;

import java.util.Locale;

/** How the catalogue keeps what it knows; the answers are the same in all three. */
public enum Architecture {
  /** Commands and queries share one store of current state. */
  ONE_STORE,
  /** State on the write side, views in a store of their own. */
  TWO_STORES,
  /** Events on the write side, views that follow them. */
  EVENT_SOURCED;

  /** The name on the command line, for example {@code event-sourced}. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
