package io.petrel.publish;

import io.petrel.wire.TopicTail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topic of sent mails. */
public final class PublishedMails {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private PublishedMails() {}

  /**
   * Keys of the records from a wall-clock time up to the present end of the topic.
   *
   * @param properties of the Kafka consumer, beside {@link PublishSettings#properties()}
   * @throws IOException if the brokers do not answer, or no record arrives for a minute
   */
  public static Set<String> sentSince(
      PublishSettings settings, Map<String, String> properties, long millis) throws IOException {
    String topic = settings.topics().mailSent();
    Properties all = settings.adminProperties();
    all.putAll(properties);
    all.put("enable.auto.commit", "false");
    Set<String> keys = new HashSet<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = TopicTail.partitions(consumer, topic);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      seek(consumer, partitions, ends, millis);
      TopicTail.read(
          consumer,
          ends,
          PATIENCE,
          record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
    } catch (KafkaException e) {
      throw new IOException("cannot read the mails on '%s'".formatted(topic), e);
    }
    return keys;
  }

  private static void seek(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      Map<TopicPartition, Long> ends,
      long millis) {
    consumer.assign(partitions);
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, millis));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp from = found.get(partition);
      consumer.seek(partition, from == null ? ends.getOrDefault(partition, 0L) : from.offset());
    }
  }
}
