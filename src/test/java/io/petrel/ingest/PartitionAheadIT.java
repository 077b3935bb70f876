package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.testing.SharedKafka;
import io.petrel.testing.Waiting;
import io.petrel.weather.Observation;
import io.petrel.weather.ReportDelays;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.WireSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A backlog whose partitions have unequal rates: two days on each, ten times as many on one. */
class PartitionAheadIT {
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(1)
              .build());

  private static final int THIN = 10_000;
  private static final int THICK = 100_000;
  private static final Duration LENGTH = Duration.ofDays(2);
  private static final Duration BOUND = Duration.ofMinutes(10);

  /** What Kafka's client has fetched already when a partition is held. */
  private static final int IN_FLIGHT = 5_000;

  @Test
  void theThinPartitionIsHeldAndNotBuffered() throws Exception {
    SharedKafka kafka = SharedKafka.emptied();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("unequal", 3, (short) 1))).all().get();
    }
    long end = System.currentTimeMillis() - Duration.ofDays(1).toMillis();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      fill(producer, 0, THIN, end);
      fill(producer, 1, THICK, end);
      // A partition without a good report does not hold the others for ever.
      producer.send(new ProducerRecord<>("unequal", 2, null, new byte[] {1}));
    }
    Ahead.reset(end - LENGTH.toMillis());
    JobClient job = job(kafka.bootstrapServers());
    try {
      Waiting.await(Duration.ofSeconds(300), () -> Ahead.seen() == THIN + THICK);
    } finally {
      job.cancel().get();
    }
    assertThat(Ahead.most()).isLessThan(IN_FLIGHT);
  }

  private static void fill(
      KafkaProducer<byte[], byte[]> producer, int partition, int reports, long end) {
    ObservationAvro avro = new ObservationAvro();
    for (int i = 1; i <= reports; i++) {
      long time = end - LENGTH.toMillis() + LENGTH.toMillis() * i / reports;
      byte[] value = avro.encode(Observation.at("p" + partition, time).build(), "unequal");
      producer.send(new ProducerRecord<>("unequal", partition, time, null, value));
    }
  }

  private static JobClient job(String brokers) throws Exception {
    Configuration conf = new Configuration();
    conf.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
    env.setParallelism(1);
    IngestSettings settings =
        new IngestSettings(
            brokers,
            "unequal",
            "unequal",
            StartFrom.EARLIEST,
            false,
            ReportDelays.of(BOUND),
            Duration.ofSeconds(2),
            Duration.ofMinutes(5),
            new StationLimits(10, 3_600_000, Duration.ofDays(30)),
            // As small against this backlog as a megabyte is against a real one.
            Map.of("max.partition.fetch.bytes", "16384"),
            WireSettings.DEFAULTS);
    KafkaObservations.from(env, settings)
        .observations()
        .map(new Ahead())
        .returns(Types.LONG)
        .sinkTo(new DiscardingSink<>());
    return env.executeAsync();
  }

  /** Counts the reports of the thin partition that wait for the thick one; does some work. */
  private static final class Ahead implements MapFunction<Observation, Long> {
    private static final long serialVersionUID = 1;
    private static final AtomicLong SEEN = new AtomicLong();
    private static final AtomicLong MOST = new AtomicLong();
    private static volatile long thinTime;
    private static volatile long thickTime;
    private static volatile long began;

    static void reset(long beginning) {
      SEEN.set(0);
      MOST.set(0);
      began = beginning;
      thinTime = beginning;
      thickTime = beginning;
    }

    static long seen() {
      return SEEN.get();
    }

    static long most() {
      return MOST.get();
    }

    @Override
    public Long map(Observation observation) {
      LockSupport.parkNanos(20_000);
      if (observation.stationId().equals("p0")) {
        thinTime = Math.max(thinTime, observation.timeMillis());
      } else {
        thickTime = Math.max(thickTime, observation.timeMillis());
      }
      if (thickTime > began) {
        long ahead = thinTime - thickTime - BOUND.toMillis();
        MOST.accumulateAndGet(ahead * THIN / LENGTH.toMillis(), Math::max);
      }
      SEEN.incrementAndGet();
      return observation.timeMillis();
    }
  }
}
