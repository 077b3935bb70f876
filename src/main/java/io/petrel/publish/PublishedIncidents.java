package io.petrel.publish;

import io.petrel.alert.Alert;
import io.petrel.wire.Decoded;
import io.petrel.wire.TopicTail;
import io.petrel.wire.avro.AlertAvro;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the topic of incidents. */
public final class PublishedIncidents {
  private static final Logger LOG = LoggerFactory.getLogger(PublishedIncidents.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private PublishedIncidents() {}

  /**
   * The newest record of each incident that has not ended, without evidence and context. Reads
   * committed records only, and waits for open transactions, which a dead engine may have left: its
   * successor aborts them, or the broker does when they time out.
   *
   * @throws IOException if the brokers do not answer or refuse, or a transaction stays open for
   *     longer than its time-out
   */
  public static List<Alert> open(PublishSettings settings) throws IOException {
    return newest(settings, "read_uncommitted").stream().filter(alert -> !alert.isEnd()).toList();
  }

  /** The same of those that have ended and are still on the topic; waits for no transaction. */
  static List<Alert> ended(PublishSettings settings) throws IOException {
    return newest(settings, "read_committed").stream().filter(Alert::isEnd).toList();
  }

  /**
   * @param isolation of the end to which it is read: before or behind open transactions
   */
  private static List<Alert> newest(PublishSettings settings, String isolation) throws IOException {
    String topic = settings.topics().incidents();
    AlertAvro avro = new AlertAvro(settings.wire());
    Map<String, Alert> newest = new TreeMap<>();
    try {
      Map<TopicPartition, Long> ends = ends(settings, topic, isolation);
      try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings, "read_committed")) {
        consumer.assign(ends.keySet());
        consumer.seekToBeginning(ends.keySet());
        TopicTail.read(
            consumer,
            ends,
            settings.transactionTimeout().plus(PATIENCE),
            record -> take(record, avro, newest));
      }
    } catch (KafkaException e) {
      throw new IOException("cannot read the incidents on '%s'".formatted(topic), e);
    }
    return List.copyOf(newest.values());
  }

  /** Ends of the partitions as they are now. */
  private static Map<TopicPartition, Long> ends(
      PublishSettings settings, String topic, String isolation) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings, isolation)) {
      return consumer.endOffsets(TopicTail.partitions(consumer, topic));
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      PublishSettings settings, String isolation) {
    Properties all = settings.adminProperties();
    all.put("isolation.level", isolation);
    all.put("enable.auto.commit", "false");
    all.put("allow.auto.create.topics", "false");
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static void take(
      ConsumerRecord<byte[], byte[]> record, AlertAvro avro, Map<String, Alert> newest) {
    if (record.key() == null) {
      return;
    }
    String incident = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      newest.remove(incident);
    } else if (avro.decode(record.value()) instanceof Decoded.Value<Alert> decoded) {
      newest.put(incident, decoded.value().withEvidence(List.of(), List.of()));
    } else {
      LOG.error(
          "Skipped record {}-{}@{}: not a valid alert",
          record.topic(),
          record.partition(),
          record.offset());
    }
  }
}
