package io.petrel.publish;

import io.petrel.weather.Observation;
import io.petrel.wire.avro.ObservationAvro;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The Kafka records of the late topic: observations as on their own topic, key = station. */
final class LateRecordSerializer implements KafkaRecordSerializationSchema<Observation> {
  private static final long serialVersionUID = 1;

  private final PublishSettings settings;
  private transient ObservationAvro avro;

  @SuppressWarnings("NullAway.Init") // Flink calls open first.
  LateRecordSerializer(PublishSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(
      SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
    avro = new ObservationAvro(settings.wire());
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Observation late, KafkaSinkContext context, Long timestamp) {
    String topic = settings.topics().late();
    return new ProducerRecord<>(
        topic, late.stationId().getBytes(StandardCharsets.UTF_8), avro.encode(late, topic));
  }
}
