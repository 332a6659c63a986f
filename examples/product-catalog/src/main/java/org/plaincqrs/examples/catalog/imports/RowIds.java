package org.plaincqrs.examples.catalog.imports;

import java.util.UUID;

/**
 * Ids for commands, made from the place of their row in the source: the same row has the same id at
 * every start, so a command that was handled before has no effect again. For one pass, by one
 * thread.
 *
 * <p>They ascend, since the index of a database takes ids at its end several times faster than all
 * over. Their form is the one for ids of an application's own, version 8 of RFC 9562, so none that
 * {@code ICommand.newId()} makes is among them.
 */
final class RowIds {
  private static final long VERSION_8 = 0x8000;
  private static final long FOODMART = 0x8000_F00D_3A27_1997L;

  private long row;

  /** The id of the next row. */
  UUID next() {
    return new UUID(++row << 16 | VERSION_8, FOODMART);
  }
}
