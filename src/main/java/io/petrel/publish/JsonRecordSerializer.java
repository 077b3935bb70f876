package io.petrel.publish;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Kafka records of a topic of JSON: a key and a text. */
final class JsonRecordSerializer implements KafkaRecordSerializationSchema<Tuple2<String, String>> {
  private static final long serialVersionUID = 1;
  private static final byte[] JSON = "application/json".getBytes(StandardCharsets.UTF_8);

  private final String topic;

  JsonRecordSerializer(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Tuple2<String, String> event, KafkaSinkContext context, Long timestamp) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            event.f0.getBytes(StandardCharsets.UTF_8),
            event.f1.getBytes(StandardCharsets.UTF_8));
    record.headers().add("content-type", JSON);
    return record;
  }
}
