package io.petrel.hostile;

import io.petrel.hostile.HostilePayloads.Expected;
import io.petrel.hostile.HostilePayloads.Payload;
import io.petrel.ingest.IngestSettings;
import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.WireSettings;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends honest reports, in order, between hostile payloads, and remembers of each record what it
 * was: little enough for millions of them.
 */
final class HostileFeed implements AutoCloseable {
  private static final long FUTURE_TOLERANCE_MILLIS = 300_000;

  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final HostilePayloads payloads = new HostilePayloads(11);
  private final SplittableRandom random = new SplittableRandom(12);
  private final ObservationAvro avro;
  private final int[] sent;
  private final int[][] checksums;
  private final BitSet[] mustBeRejected;
  private final BitSet[] observations;
  private final String[] honest;
  private long strangers;

  /** A partition of the observations topic for honest reports is one for hostile ones, too. */
  HostileFeed(String servers, String registry, int partitions) {
    this.partitions = partitions;
    this.avro = new ObservationAvro(new WireSettings(List.of(), registry, false));
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                servers,
                "max.request.size",
                32 << 20,
                "buffer.memory",
                64L << 20,
                "linger.ms",
                5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.sent = new int[partitions];
    this.honest = new String[partitions];
    this.checksums = new int[partitions][1024];
    this.mustBeRejected = new BitSet[partitions];
    this.observations = new BitSet[partitions];
    Arrays.setAll(mustBeRejected, i -> new BitSet());
    Arrays.setAll(observations, i -> new BitSet());
  }

  void honest(Observation observation) {
    int partition = Math.floorMod(observation.stationId().hashCode(), partitions);
    honest[partition] = observation.stationId();
    send(partition, avro.encode(observation, ""), Expected.OBSERVATION);
  }

  /** A report of an honest station in each partition: a new station might be refused. */
  void everywhere(long timeMillis) {
    for (String station : honest) {
      honest(Observation.at(station, timeMillis).build());
    }
  }

  /**
   * Any payloads.
   *
   * @param now event time of the honest reports
   */
  void hostile(int count, long now) {
    for (int left = count; left > 0; ) {
      Payload payload = payloads.next(now);
      // A report that a flipped bit makes a little younger than the honest ones would rightly make
      // those late, and there would be nothing to compare with.
      if (payload.expected() != Expected.EITHER || !isYounger(payload.value(), now)) {
        send(random.nextInt(partitions), payload.value(), payload.expected());
        left--;
      }
    }
  }

  private boolean isYounger(byte[] value, long now) {
    return avro.decode(value) instanceof Decoded.Value<Observation> decoded
        && decoded.value().timeMillis() > now
        && decoded.value().timeMillis() < System.currentTimeMillis() + 2 * FUTURE_TOLERANCE_MILLIS;
  }

  /** One report each of stations that nobody has heard of. */
  void strangers(int count, long now) {
    for (int i = 0; i < count; i++) {
      send(random.nextInt(partitions), payloads.stranger(strangers++, now), Expected.EITHER);
    }
  }

  private void send(int partition, byte[] value, Expected expected) {
    int offset = sent[partition]++;
    if (offset == checksums[partition].length) {
      checksums[partition] = Arrays.copyOf(checksums[partition], offset * 2);
    }
    checksums[partition][offset] = checksum(value);
    mustBeRejected[partition].set(offset, expected == Expected.REJECTED);
    observations[partition].set(offset, expected == Expected.OBSERVATION);
    producer.send(new ProducerRecord<>(IngestSettings.DEFAULT_TOPIC, partition, null, value));
  }

  static int checksum(byte[] value) {
    if (value == null) {
      return 0;
    }
    CRC32 crc = new CRC32();
    crc.update(value);
    return (int) crc.getValue();
  }

  void flush() {
    producer.flush();
  }

  long sent() {
    return Arrays.stream(sent).asLongStream().sum();
  }

  /** The records that no decoder may take. */
  BitSet mustBeRejected(int partition) {
    return mustBeRejected[partition];
  }

  /** The records whose bytes are an observation. */
  BitSet observations(int partition) {
    return observations[partition];
  }

  int checksum(int partition, int offset) {
    return checksums[partition][offset];
  }

  @Override
  public void close() {
    producer.close();
  }
}
