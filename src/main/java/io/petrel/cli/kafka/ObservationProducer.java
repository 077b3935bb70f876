package io.petrel.cli.kafka;

import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.weather.Observation;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.WireSettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Publishes observations to a topic, each once, in the order of the calls for each station. Not
 * thread-safe.
 */
public final class ObservationProducer implements AutoCloseable {
  private final Brokers brokers;
  private final String topic;
  private final ObservationAvro avro;
  private final KafkaProducer<byte[], byte[]> producer;
  private final int partitions;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  public ObservationProducer(Brokers brokers, String topic, WireSettings wire) {
    this.brokers = brokers;
    this.topic = topic;
    this.avro = new ObservationAvro(wire);
    this.producer =
        new KafkaProducer<>(
            brokers.with(
                Map.of(
                    "acks",
                    "all",
                    "enable.idempotence",
                    true,
                    "linger.ms",
                    5,
                    "request.timeout.ms",
                    10_000,
                    "delivery.timeout.ms",
                    30_000)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.partitions = producer.partitionsFor(topic).size();
  }

  /** The partition of a station's records, as Kafka's own clients choose it by key. */
  public int partitionOf(Observation observation) {
    return Utils.toPositive(Utils.murmur2(key(observation))) % partitions;
  }

  /**
   * Sends an observation; it may still be in transit when this returns.
   *
   * @throws CommandFailure if an earlier one could not be sent
   */
  public void send(Observation observation, Iterable<Header> headers) {
    requireNoFailure();
    var unused =
        producer.send(
            new ProducerRecord<>(
                topic,
                partitionOf(observation),
                key(observation),
                avro.encode(observation, topic),
                headers),
            (metadata, e) -> failure.compareAndSet(null, e));
  }

  /**
   * Waits until all are published.
   *
   * @throws CommandFailure if it is not
   */
  public void flush() {
    producer.flush();
    requireNoFailure();
  }

  @Override
  public void close() {
    producer.close();
  }

  private void requireNoFailure() {
    Exception why = failure.get();
    if (why != null) {
      throw CommandFailure.failed(
          "not all was published to '%s' at %s: %s"
              .formatted(topic, brokers.bootstrapServers(), FaultMessages.causes(why)),
          why);
    }
  }

  private static byte[] key(Observation observation) {
    return observation.stationId().getBytes(StandardCharsets.UTF_8);
  }
}
