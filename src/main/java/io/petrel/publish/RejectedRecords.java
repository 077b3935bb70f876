package io.petrel.publish;

import io.petrel.wire.RejectedRecord;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The Kafka records of the rejected topic: the record as it came, with headers that say why. */
final class RejectedRecords implements KafkaRecordSerializationSchema<RejectedRecord> {
  private static final long serialVersionUID = 1;

  private final String topic;

  RejectedRecords(String topic) {
    this.topic = topic;
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's records may lack key and value.
  public ProducerRecord<byte[], byte[]> serialize(
      RejectedRecord rejected, KafkaSinkContext context, Long timestamp) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, rejected.key(), rejected.value());
    for (RejectedRecord.Header header : rejected.headers()) {
      record.headers().add(header.name(), header.value());
    }
    add(record, "petrel-reason", rejected.reason().code());
    add(record, "petrel-reason-text", rejected.text());
    add(record, "petrel-source-topic", rejected.topic());
    add(record, "petrel-source-partition", String.valueOf(rejected.partition()));
    add(record, "petrel-source-offset", String.valueOf(rejected.offset()));
    add(record, "petrel-source-timestamp", String.valueOf(rejected.timestampMillis()));
    return record;
  }

  private static void add(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
