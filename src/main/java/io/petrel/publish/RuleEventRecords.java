package io.petrel.publish;

import io.petrel.rule.RuleEvent;
import io.petrel.wire.RuleEventJson;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The Kafka records of the rules topic: JSON, key = rule id. */
final class RuleEventRecords implements KafkaRecordSerializationSchema<RuleEvent> {
  private static final long serialVersionUID = 1;
  private static final byte[] JSON = "application/json".getBytes(StandardCharsets.UTF_8);

  private final String topic;

  RuleEventRecords(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      RuleEvent event, KafkaSinkContext context, Long timestamp) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            event.rule().getBytes(StandardCharsets.UTF_8),
            RuleEventJson.write(event).getBytes(StandardCharsets.UTF_8));
    record.headers().add("content-type", JSON);
    return record;
  }
}
