package org.plaincqrs.inmemory;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.NewEvent;
import org.plaincqrs.storage.Commit;
import org.plaincqrs.storage.DocumentType;
import org.plaincqrs.storage.DocumentWrite;
import org.plaincqrs.storage.HandledCommand;
import org.plaincqrs.storage.PayloadCodec;
import org.plaincqrs.storage.Versioned;

/**
 * What is kept of a payload: with a codec what it reads back of the bytes that it wrote, so that
 * nothing is accepted here that a database would refuse or change; without one the object itself.
 */
final class Payloads {
  private final @Nullable PayloadCodec codec;

  Payloads(@Nullable PayloadCodec codec) {
    this.codec = codec;
  }

  /** The commit as it is kept; refused here, it has had no effect. */
  Commit kept(Commit commit) {
    if (codec == null) {
      return commit;
    }
    HandledCommand command = commit.command();
    List<NewEvent> events = commit.events().stream().map(this::kept).toList();
    List<DocumentWrite<?>> writes =
        commit.writes().stream().<DocumentWrite<?>>map(this::kept).toList();
    return new Commit(
        command == null ? null : withResult(compared(command)),
        commit.metadata(),
        commit.time(),
        commit.conditions(),
        events,
        writes);
  }

  /** The command as it is compared with another. */
  HandledCommand compared(HandledCommand command) {
    return codec == null
        ? command
        : new HandledCommand(
            command.id(),
            ByteBuffer.wrap(codec.canonical(command.command())),
            command.answer(),
            command.result());
  }

  <D> Versioned<D> kept(DocumentType<D, ?> type, Versioned<D> document) {
    return codec == null
        ? document
        : new Versioned<>(kept(document.document(), type.documentClass()), document.version());
  }

  private <D> DocumentWrite<D> kept(DocumentWrite<D> write) {
    D document = write.document();
    return document == null
        ? write
        : new DocumentWrite<>(
            write.type(),
            write.key(),
            write.version(),
            kept(document, write.type().documentClass()));
  }

  private NewEvent kept(NewEvent event) {
    Object payload = kept(event.payload(), event.payload().getClass());
    return new NewEvent(event.id(), event.stream(), event.type(), payload, event.tags());
  }

  private HandledCommand withResult(HandledCommand command) {
    Object result = command.result();
    return result == null
        ? command
        : new HandledCommand(
            command.id(), command.command(), command.answer(), kept(result, command.answer()));
  }

  @SuppressWarnings("unchecked") // the codec reads back what it was given
  private <T> T kept(T value, Type type) {
    return codec == null ? value : (T) codec.decode(codec.encode(value, type), type);
  }
}
