package io.petrel.publish;

import io.petrel.text.Durations;
import io.petrel.weather.Observation;
import io.petrel.wire.avro.ObservationAvro;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The Kafka records of the late topic: observations as on their own topic, key = station, with
 * headers that say how late they came. The timestamp of each is the event time that its station had
 * come to.
 */
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
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic, late.stationId().getBytes(StandardCharsets.UTF_8), avro.encode(late, topic));
    add(record, "petrel-reason", "late");
    add(
        record,
        "petrel-reason-text",
        "the time is %s, and its station had come to %s already, %s later: too late to be put in its place"
            .formatted(
                late.time(),
                Instant.ofEpochMilli(timestamp),
                Durations.words(timestamp - late.timeMillis())));
    add(record, "petrel-event-time", Instant.ofEpochMilli(timestamp).toString());
    return record;
  }

  private static void add(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
