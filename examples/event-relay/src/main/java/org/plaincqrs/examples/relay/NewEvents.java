package org.plaincqrs.examples.relay;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells a consumer which records it has had: positions grow within a partition, so one that is not
 * beyond the last was handed over again. A consumer that keeps effects keeps these numbers with
 * them. For one thread.
 */
final class NewEvents {
  private final Map<TopicPartition, Long> last = new HashMap<>();

  /** Whether a record is a new one. */
  boolean isNew(ConsumerRecord<?, ?> record) {
    long position = KafkaRecords.position(record.headers());
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    boolean isNew = position > last.getOrDefault(partition, 0L);
    if (isNew) {
      last.put(partition, position);
    }
    return isNew;
  }
}
