package org.plaincqrs.benchmarks.load;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.plaincqrs.event.Metadata;
import org.plaincqrs.event.Tag;
import org.plaincqrs.event.TimeOrderedId;

/**
 * What one commit writes: an event with a tag, and a remembered command.
 *
 * @param version of the event in its stream
 */
record Deposit(
    UUID commandId,
    MakeDeposit command,
    UUID eventId,
    String stream,
    long version,
    Tag tag,
    Deposited event,
    Metadata metadata,
    Instant time) {

  static Deposit of(String stream, Tag tag, long version) {
    UUID commandId = TimeOrderedId.next();
    String reference = commandId.toString();
    long cents = 1_000 + version;
    return new Deposit(
        commandId,
        new MakeDeposit(stream, cents, reference),
        TimeOrderedId.next(),
        stream,
        version,
        tag,
        new Deposited(
            stream, cents, "EUR", reference, "Paid in at the counter of the branch by the river"),
        new Metadata(TimeOrderedId.next(), commandId, null, null, Map.of()),
        Instant.now());
  }
}
