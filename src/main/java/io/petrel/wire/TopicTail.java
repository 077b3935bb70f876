package io.petrel.wire;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads a topic to its present end. */
public final class TopicTail {
  private static final Duration POLL = Duration.ofMillis(200);

  private TopicTail() {}

  /** The partitions of a topic, which must exist. */
  public static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  /**
   * Passes the records between the consumer's positions and the ends, and perhaps some later ones.
   *
   * @param consumer with assigned partitions and positions
   * @param ends offset after the last record of each partition
   * @param patience longest time without progress
   * @throws TimeoutException after that: a broker is down, or a transaction stays open
   */
  public static <K, V> void read(
      Consumer<K, V> consumer,
      Map<TopicPartition, Long> ends,
      Duration patience,
      java.util.function.Consumer<ConsumerRecord<K, V>> use) {
    long before = -1;
    long moved = System.nanoTime();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      ConsumerRecords<K, V> records = consumer.poll(POLL);
      records.forEach(use);
      long now = ends.keySet().stream().mapToLong(consumer::position).sum();
      if (now != before) {
        before = now;
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > patience.toNanos()) {
        throw new TimeoutException(
            "no record arrived for %s, before the ends of %s were reached"
                .formatted(patience, ends.keySet()));
      }
    }
  }
}
