package io.petrel.publish;

import io.petrel.alert.Alert;
import io.petrel.wire.AlertHeaders;
import io.petrel.wire.avro.AlertAvro;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The Kafka records of alerts. */
final class AlertRecordSerializer implements KafkaRecordSerializationSchema<Alert> {
  private static final long serialVersionUID = 1;

  private final PublishSettings settings;
  private transient boolean opened;
  private transient RecordSizeLimiter fitting;
  private transient String fingerprint;

  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else.
  AlertRecordSerializer(PublishSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(
      SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
    if (opened) {
      return; // The connector opens a writer's serializer twice; the gauge belongs to the first.
    }
    opened = true;
    AlertAvro avro = new AlertAvro(settings.wire());
    fingerprint = avro.fingerprint();
    fitting = new RecordSizeLimiter(avro, settings.maxRecordBytes());
    context.getMetricGroup().addGroup("petrel").gauge("alerts_cut", fitting::cut);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Alert alert, KafkaSinkContext context, Long timestamp) {
    String topic = settings.topics().alerts();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            alert.incidentId().getBytes(StandardCharsets.UTF_8),
            fitting.encode(alert, topic));
    AlertHeaders.of(alert, fingerprint)
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }
}
