package io.petrel.cli.kafka;

import io.petrel.wire.TopicTail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what is committed on all partitions of a topic, without a consumer group: other readers are
 * not affected. Not thread-safe.
 */
public final class TopicReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  private TopicReader(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.partitions = partitions;
  }

  /** Reads the topic, which must exist, from its beginning. */
  public static TopicReader fromBeginning(Brokers brokers, String topic) {
    TopicReader reader = of(brokers, topic);
    reader.consumer.seekToBeginning(reader.partitions);
    return reader;
  }

  /** Reads new records of the topic, which must exist. */
  public static TopicReader fromEnd(Brokers brokers, String topic) {
    TopicReader reader = of(brokers, topic);
    reader.consumer.seekToEnd(reader.partitions);
    reader.partitions.forEach(reader.consumer::position);
    return reader;
  }

  /** How many committed records the topic, which must exist, holds now. */
  public static long count(Brokers brokers, String topic) {
    long[] count = {0};
    try (TopicReader reader = fromBeginning(brokers, topic)) {
      reader.readToEnd(record -> count[0]++);
    }
    return count[0];
  }

  private static TopicReader of(Brokers brokers, String topic) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            brokers.with(
                Map.of(
                    "isolation.level", "read_committed",
                    "enable.auto.commit", false,
                    "allow.auto.create.topics", false)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = TopicTail.partitions(consumer, topic);
    consumer.assign(partitions);
    return new TopicReader(consumer, partitions);
  }

  /** Hands on the records that have arrived, after waiting for the first one at most that long. */
  public int poll(Duration wait, Consumer<ConsumerRecord<byte[], byte[]>> use) {
    var records = consumer.poll(wait);
    records.forEach(use);
    return records.count();
  }

  /** Hands on all that was committed when this was called. */
  public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> use) {
    TopicTail.read(consumer, consumer.endOffsets(partitions), PATIENCE, use);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
