package io.petrel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a read_committed consumer finds on a topic. */
public final class CommittedRecords {
  private CommittedRecords() {}

  /** All committed records of a topic, from its beginning to its end as of now. */
  public static List<ConsumerRecord<byte[], byte[]>> of(String servers, String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    forEach(servers, topic, records::add);
    return records;
  }

  /** The same one by one, for topics that are too large for memory. */
  public static void forEach(
      String servers, String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", servers);
    properties.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Instant limit = Instant.now().plusSeconds(120);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        assertThat(Instant.now()).as("time to read " + topic).isBefore(limit);
        consumer.poll(Duration.ofMillis(200)).forEach(reader);
      }
    }
  }
}
