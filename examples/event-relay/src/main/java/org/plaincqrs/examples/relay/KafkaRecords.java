package org.plaincqrs.examples.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.PayloadCodec;

/**
 * Events as records of Kafka: the payload as value, the stream as key, the rest in headers by the
 * names of CloudEvents 1.0. Events of one stream are in one partition, so they keep their order.
 */
final class KafkaRecords {
  private static final String POSITION = "ce_position";

  private final String topic;
  private final PayloadCodec codec;

  KafkaRecords(String topic, PayloadCodec codec) {
    this.topic = topic;
    this.codec = codec;
  }

  /** The record of an event; one without a stream is keyed by its id. */
  ProducerRecord<String, byte[]> of(RecordedEvent event) {
    String key = Objects.requireNonNullElse(event.stream(), event.id().toString());
    long time = event.time().toEpochMilli();
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, null, time, key, codec.encode(event.payload()));
    Headers headers = record.headers();
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", event.id());
    add(headers, "ce_source", "/" + topic);
    add(headers, "ce_type", event.type() + ".v" + event.revision());
    add(headers, "ce_subject", key);
    add(headers, "ce_time", event.time());
    add(headers, POSITION, event.position());
    add(headers, "content-type", "application/json");
    return record;
  }

  private static void add(Headers headers, String name, Object value) {
    headers.add(name, value.toString().getBytes(UTF_8));
  }

  /** The position in the log of the event that a record was made of. */
  static long position(Headers headers) {
    return Long.parseLong(text(headers, POSITION));
  }

  /** When the event happened. */
  static Instant time(Headers headers) {
    return Instant.parse(text(headers, "ce_time"));
  }

  /** The id of the event. */
  static String id(Headers headers) {
    return text(headers, "ce_id");
  }

  private static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    if (header == null) {
      throw new IllegalArgumentException(
          "A record has no header '" + name + "': it was written by something else.");
    }
    return new String(header.value(), UTF_8);
  }
}
