package io.petrel.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.embedded.EmbeddedKafka;
import io.petrel.engine.DetectionJob;
import io.petrel.engine.DetectionSettings;
import io.petrel.engine.EngineSettings;
import io.petrel.engine.JobCounts;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.ingest.IngestSettings;
import io.petrel.publish.PublishSettings;
import io.petrel.publish.TopicAdmin;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.testing.BothJobs;
import io.petrel.testing.Waiting;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import io.petrel.wire.avro.ObservationAvro;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The detection job, with the shipped rules and RocksDB, under three times the input that it could
 * do a moment before.
 */
final class OverloadRun {
  private static final int PARTITIONS = 3;
  private static final int STATIONS = 1_000;
  private static final int MEASURED = 40_000;

  /** What the Kafka source calls the records that it has not read yet. */
  private static final String LAG = "pendingRecords";

  private static final String CHECKPOINT_MILLIS = "lastCheckpointDuration";

  private final Path folder;
  private final ObservationAvro avro = new ObservationAvro();

  /** Far enough back that no report of the longest run is ahead of the clock. */
  private final long start = System.currentTimeMillis() - Duration.ofDays(60).toMillis();

  private long sent;

  /**
   * What was seen.
   *
   * @param capacity records a second before the overload
   * @param offered records a second that were sent during it
   * @param lag most records that waited, by the metric
   * @param heap most bytes in use after a collection, during the overload and after it
   * @param checkpoint longest checkpoint, during the overload and until it had caught up
   */
  record Outcome(
      long sent,
      long capacity,
      long offered,
      long lag,
      long heap,
      Duration checkpoint,
      Duration caughtUp) {}

  OverloadRun(Path folder) {
    this.folder = folder;
  }

  Outcome run(Duration overload) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("broker"));
        LocalCluster cluster = LocalCluster.start(1);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      PublishSettings publish = PublishSettings.defaults(kafka.bootstrapServers());
      try (TopicAdmin topics = TopicAdmin.open(publish, Duration.ofSeconds(30))) {
        assertThat(
                topics
                    .ensure(BothJobs.needs(publish, IngestSettings.DEFAULT_TOPIC, PARTITIONS))
                    .problems())
            .isEmpty();
      }
      JobID job =
          cluster.submit(
              DetectionJob.define(
                  detection(publish),
                  new RuleSetUpdate(0, RuleFolder.read(Path.of("rules")).files())),
              Optional.empty());
      JobCounts counts = cluster.counts();
      long capacity = capacity(producer, counts);
      Outcome outcome = overload(producer, counts, capacity, overload);
      cluster.checkpoint(job, Duration.ofMinutes(1));
      assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
      assertThat(read(counts)).as("nothing is lost, nothing twice").isEqualTo(sent);
      assertThat(counts.sum("observations_late")).isZero();
      assertThat(counts.sum("observations_duplicate")).isZero();
      assertThat(counts.sum("observations_rejected")).isZero();
      assertThat(lag(counts)).isZero();
      return outcome;
    }
  }

  /** Records a second, once the job is warm. */
  private long capacity(KafkaProducer<byte[], byte[]> producer, JobCounts counts) {
    send(producer, MEASURED);
    Waiting.await("the first records", Duration.ofMinutes(3), () -> read(counts) == sent);
    send(producer, MEASURED);
    producer.flush();
    long from = read(counts);
    long began = System.nanoTime();
    Waiting.await("the measured records", Duration.ofMinutes(3), () -> read(counts) == sent);
    long measured = (sent - from) * 1_000_000_000L / (System.nanoTime() - began);
    return Math.max(500, measured);
  }

  private Outcome overload(
      KafkaProducer<byte[], byte[]> producer, JobCounts counts, long capacity, Duration overload) {
    long before = sent;
    long began = System.nanoTime();
    long lag = 0;
    long heap = 0;
    double[] checkpointMillis = {0};
    long lastLook = 0;
    while (System.nanoTime() - began < overload.toNanos()) {
      long due = 3 * capacity * (System.nanoTime() - began) / 1_000_000_000L;
      send(producer, Math.max(1, before + due - sent));
      lag = Math.max(lag, lag(counts));
      checkpointMillis[0] = Math.max(checkpointMillis[0], lastCheckpoint(counts));
      if (System.nanoTime() - lastLook > TimeUnit.SECONDS.toNanos(10)) {
        heap = Math.max(heap, heap());
        lastLook = System.nanoTime();
      }
      LockSupport.parkNanos(10_000_000);
    }
    producer.flush();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    long offered = (sent - before) * 1_000 / took.toMillis();
    assertThat(read(counts)).as("it was too much").isLessThan(sent);
    long ended = System.nanoTime();
    Waiting.await(
        "it to catch up",
        overload.multipliedBy(6).plusMinutes(1),
        () -> {
          checkpointMillis[0] = Math.max(checkpointMillis[0], lastCheckpoint(counts));
          return read(counts) == sent;
        });
    Duration caughtUp = Duration.ofNanos(System.nanoTime() - ended);
    Waiting.await("no lag", Duration.ofMinutes(1), () -> lag(counts) == 0);
    return new Outcome(
        sent,
        capacity,
        offered,
        lag,
        Math.max(heap, heap()),
        Duration.ofMillis((long) checkpointMillis[0]),
        caughtUp);
  }

  private static long read(JobCounts counts) {
    return counts.sum("observations_in");
  }

  private static long lag(JobCounts counts) {
    return (long) counts.highest(LAG).orElse(0);
  }

  private static double lastCheckpoint(JobCounts counts) {
    return counts.highest(CHECKPOINT_MILLIS).orElse(0);
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Stations in turn, each every minute of event time. */
  private void send(KafkaProducer<byte[], byte[]> producer, long count) {
    for (long end = sent + count; sent < end; sent++) {
      int station = (int) (sent % STATIONS);
      long time = start + sent / STATIONS * 60_000 + station * 60;
      double wave = Math.sin((sent / STATIONS + station * 37) / 25.0);
      Observation observation =
          Observation.at("s" + station, time)
              .region("r" + station % 10)
              .set(Variables.PRESSURE_HPA, 1000 + 15 * wave)
              .set(Variables.TEMPERATURE_C, 2 - 8 * wave)
              .set(Variables.WIND_SPEED_MS, 10 - 9 * wave)
              .set(Variables.WIND_DIRECTION_DEG, sent % 360)
              .build();
      producer.send(
          new ProducerRecord<>(
              IngestSettings.DEFAULT_TOPIC,
              station % PARTITIONS,
              null,
              avro.encode(observation, "")));
    }
  }

  private DetectionSettings detection(PublishSettings publish) {
    return new DetectionSettings(
        EngineSettings.local(folder.resolve("checkpoints")),
        IngestSettings.defaults(publish.bootstrapServers()),
        Path.of("rules").toAbsolutePath(),
        Duration.ofSeconds(30),
        PipelineSettings.defaults(),
        publish);
  }
}
