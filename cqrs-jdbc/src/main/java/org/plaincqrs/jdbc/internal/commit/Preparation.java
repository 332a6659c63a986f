package org.plaincqrs.jdbc.internal.commit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.jdbc.internal.document.Kinds;
import org.plaincqrs.jdbc.internal.document.Overlay;
import org.plaincqrs.jdbc.internal.log.MessageJson;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.Condition;
import org.plaincqrs.storage.DocumentWrite;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.PayloadCodec;

/** Makes {@link PreparedCommit}s. Thread-safe. */
final class Preparation {
  /** What a row weighs beside its texts and bytes. */
  private static final int ROW = 100;

  private final PayloadCodec codec;
  private final Kinds kinds;
  private final MessageJson json = new MessageJson();

  Preparation(PayloadCodec codec, Kinds kinds) {
    this.codec = codec;
    this.kinds = kinds;
  }

  PreparedCommit prepare(Commit commit) {
    for (Condition condition : commit.conditions()) {
      if (condition instanceof Condition.DocumentAt at) {
        kinds.check(at.type());
      }
    }
    long size = ROW;
    byte[] metadata = json.metadata(commit.metadata());
    List<PreparedCommit.PreparedEvent> events = new ArrayList<>(commit.events().size());
    for (NewEvent event : commit.events()) {
      byte[] payload = codec.encode(event.payload());
      byte[] tags = json.tags(event.tags());
      events.add(new PreparedCommit.PreparedEvent(payload, tags));
      // A tag is written once with its event, and once as a row.
      size += ROW + payload.length + length(metadata) + 2L * length(tags);
    }
    List<@Nullable Object> writes = new ArrayList<>(commit.writes().size());
    for (DocumentWrite<?> write : commit.writes()) {
      Object prepared = Overlay.prepare(kinds, write);
      writes.add(prepared);
      size += ROW + Overlay.size(prepared);
    }
    HandledCommand handled = commit.command();
    PreparedCommit.PreparedCommand command = handled == null ? null : prepare(handled);
    size += command == null ? 0 : ROW + length(command.result());
    return new PreparedCommit(commit, command, metadata, events, writes, size);
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  PreparedCommit.PreparedCommand prepare(HandledCommand command) {
    Object result = command.result();
    return new PreparedCommit.PreparedCommand(
        command,
        hash(command.command()),
        result == null ? null : codec.encode(result, command.answer()));
  }

  private byte[] hash(Object command) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(codec.canonical(command));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
