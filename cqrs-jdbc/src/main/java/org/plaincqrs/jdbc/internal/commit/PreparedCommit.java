package org.plaincqrs.jdbc.internal.commit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.HandledCommand;

/**
 * A commit whose parts are bytes already, made in the caller's own thread: what can't be written is
 * refused there, before anything else happens, and whoever leads a batch only sends.
 *
 * @param metadata shared by the events
 * @param events in the order of the commit's
 * @param writes what the documents' tables take, in the order of the commit's; null to remove
 * @param size about how many bytes go to the database
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record PreparedCommit(
    Commit commit,
    @Nullable PreparedCommand command,
    byte @Nullable [] metadata,
    List<PreparedEvent> events,
    List<@Nullable Object> writes,
    long size) {

  /** An event's payload and tags. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record PreparedEvent(byte[] payload, byte @Nullable [] tags) {}

  /**
   * A command to remember.
   *
   * @param hash of its canonical form: by which a repeat is told from another command
   * @param result what was answered, null for nothing
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record PreparedCommand(HandledCommand handled, byte[] hash, byte @Nullable [] result) {}
}
