package org.plaincqrs.examples.relay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.event.RecordedEvent;
import org.plaincqrs.storage.PayloadCodec;
import org.plaincqrs.subscription.ReceiverUnavailableException;
import org.plaincqrs.subscription.Sink;

/**
 * Hands events to a topic, a batch as one transaction of Kafka. Idempotence alone keeps the order
 * only as long as nothing fails for good: a record whose time is over is left out, and those behind
 * it come in. In a transaction none of a batch is seen, by consumers that read what is committed,
 * before all of it is there. The transactional id, one for the topic, shuts out a relay that was
 * taken for dead and goes on.
 *
 * <p>After any failure the producer is given up, and the next attempt begins with a new one. While
 * the broker is away, the relay waits for it; what the broker refuses stops it.
 */
final class KafkaSink implements Sink, AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final String servers;
  private final String topic;
  private final KafkaRecords records;
  private @Nullable Producer<String, byte[]> producer;

  /**
   * A sink that connects when there is something to be sent.
   *
   * @param servers {@code host:port}, several with commas
   */
  KafkaSink(String servers, String topic, PayloadCodec codec) {
    this.servers = servers;
    this.topic = topic;
    records = new KafkaRecords(topic, codec);
  }

  @Override
  public synchronized void send(List<RecordedEvent> events) {
    try {
      Producer<String, byte[]> to = connected();
      to.beginTransaction();
      for (RecordedEvent event : events) {
        // What fails of them fails the commit.
        Future<RecordMetadata> unused = to.send(records.of(event));
      }
      to.commitTransaction();
    } catch (KafkaException e) {
      close();
      throw isAway(e)
          ? new ReceiverUnavailableException("Kafka at " + servers + " takes nothing now.", e)
          : e;
    }
  }

  /** Whether it is no event's fault, and may pass. */
  private static boolean isAway(KafkaException failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof RetriableException) {
        return true;
      }
    }
    return false;
  }

  /** A producer that has shut out those before it. */
  private Producer<String, byte[]> connected() {
    Producer<String, byte[]> present = producer;
    if (present == null) {
      present = new KafkaProducer<>(settings(), new StringSerializer(), new ByteArraySerializer());
      producer = present;
      present.initTransactions();
    }
    return present;
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "relay-of-" + topic);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    return settings;
  }

  /** Gives up what is on its way. */
  @Override
  public synchronized void close() {
    Producer<String, byte[]> present = producer;
    producer = null;
    if (present != null) {
      present.close(Duration.ZERO);
    }
  }
}
