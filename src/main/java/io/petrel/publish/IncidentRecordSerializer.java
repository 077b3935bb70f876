package io.petrel.publish;

import io.petrel.alert.Alert;
import io.petrel.wire.AlertHeaders;
import io.petrel.wire.avro.AlertAvro;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The Kafka records of the incidents topic: an alert, or no value to forget the incident. */
final class IncidentRecordSerializer implements KafkaRecordSerializationSchema<IncidentUpsert> {
  private static final long serialVersionUID = 1;

  private final PublishSettings settings;
  private transient RecordSizeLimiter fitting;
  private transient String fingerprint;

  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else.
  IncidentRecordSerializer(PublishSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(
      SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
    AlertAvro avro = new AlertAvro(settings.wire());
    fingerprint = avro.fingerprint();
    fitting = new RecordSizeLimiter(avro, settings.maxRecordBytes());
  }

  @Override
  @SuppressWarnings("NullAway") // A record without value is Kafka's tombstone.
  public ProducerRecord<byte[], byte[]> serialize(
      IncidentUpsert change, KafkaSinkContext context, Long timestamp) {
    String topic = settings.topics().incidents();
    byte[] key = change.incidentId().getBytes(StandardCharsets.UTF_8);
    Alert alert = change.alert();
    if (alert == null) {
      return new ProducerRecord<>(topic, key, null);
    }
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, key, fitting.encode(alert, topic));
    AlertHeaders.of(alert, fingerprint)
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }
}
