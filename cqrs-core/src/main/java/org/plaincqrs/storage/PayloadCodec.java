package org.plaincqrs.storage;

import java.lang.reflect.Type;
import java.util.List;
import org.plaincqrs.event.EventParts;
import org.plaincqrs.event.EventTypes;

/**
 * How payloads (events, documents, commands and their results) become bytes, and come back.
 * Implemented once per format, called by storages. Immutable and thread-safe.
 *
 * <p>What {@link #encode} accepts, {@link #decode} reads back as the same type and an equal value:
 * whatever could not be read is refused when it is written. A class is never found by a name that
 * stands in the bytes, only through the type that is asked for and {@link EventTypes}.
 */
public interface PayloadCodec {
  /**
   * The bytes of a value that is read back as exactly its class: an event. For one that is read
   * back as another type (an answer, a document) take {@link #encode(Object, Type)}.
   *
   * @throws PayloadLimitException when it is over a limit of {@link PayloadLimits}
   * @throws UnwritablePayloadException when it can't be written so that it can be read back
   */
  default byte[] encode(Object value) {
    return encode(value, value.getClass());
  }

  /**
   * The bytes of a value that is read back as {@code type}: where that is a sealed interface, or
   * holds elements of one, they say which of its classes it is.
   *
   * @param type a class, or a parameterized type such as {@code List<Product>}
   * @throws PayloadLimitException when it is over a limit of {@link PayloadLimits}
   * @throws UnwritablePayloadException when it can't be written so that it can be read back
   */
  byte[] encode(Object value, Type type);

  /**
   * The value of bytes that were encoded as that type.
   *
   * @throws UnreadablePayloadException when they are damaged or do not fit the type
   */
  Object decode(byte[] bytes, Type type);

  /**
   * What an event that was recorded under a name and revision is today, before the upcasters of
   * classes: one payload; through a {@link org.plaincqrs.event.StoredUpcaster} also several, or
   * none.
   *
   * @throws org.plaincqrs.event.UnknownEventTypeException when the name and revision are not
   *     registered, or an upcaster returned what it did not declare
   * @throws UnreadablePayloadException when the bytes are damaged or do not fit the type, or an
   *     upcaster failed
   */
  List<Object> decodeEvent(String name, int revision, byte[] bytes, EventTypes types);

  /**
   * As {@link #decodeEvent}, in the one object that a storage's own log holds as the payload: the
   * payload itself, or {@link EventParts} where a stored upcaster was at work.
   */
  default Object decodeRecorded(String name, int revision, byte[] bytes, EventTypes types) {
    List<Object> payloads = decodeEvent(name, revision, bytes, types);
    return types.storedUpcaster(name, revision) == null
        ? payloads.get(0)
        : new EventParts(payloads);
  }

  /**
   * Bytes that are equal for equal values in every process, whatever the order of their sets and
   * maps, and that name the value's class without its package: by which a repeated command is
   * recognised. Never read back.
   *
   * @throws PayloadLimitException when it is over a limit of {@link PayloadLimits}
   * @throws UnwritablePayloadException when it can't be written
   */
  byte[] canonical(Object value);
}
