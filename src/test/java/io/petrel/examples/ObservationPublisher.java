package io.petrel.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes observations with kafka-clients and avro, nothing of Petrel. */
public final class ObservationPublisher implements AutoCloseable {
  private final Schema schema;
  private final BinaryMessageEncoder<GenericRecord> encoder;
  private final KafkaProducer<String, byte[]> producer;

  /** Takes a copy of Petrel's folder {@code schemas/}. */
  public ObservationPublisher(String brokers, Path schemas) throws IOException {
    schema = new Schema.Parser().parse(schemas.resolve("weather_observation.avsc").toFile());
    encoder = new BinaryMessageEncoder<>(GenericData.get(), schema);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Sends one report: values by field name; what was not measured is left out. */
  public void send(String station, Instant time, Map<String, Double> values) throws IOException {
    GenericRecordBuilder observation =
        new GenericRecordBuilder(schema)
            .set("station_id", station)
            .set("time", time.toEpochMilli());
    values.forEach(observation::set);
    byte[] bytes = encoder.encode(observation.build()).array();
    // The station as key keeps its reports in order.
    producer.send(new ProducerRecord<>("petrel.observations", station, bytes));
  }

  @Override
  public void close() {
    producer.close(); // Waits until all is sent.
  }
}
