package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.embedded.EmbeddedKafka;
import io.petrel.testing.Waiting;
import io.petrel.weather.Observation;
import io.petrel.weather.ReportDelays;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.WireSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A broker that goes away for longer than the idle timeout, under a running job. */
class BrokerAwayIT {
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(1)
              .build());

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Duration BOUND = Duration.ofMillis(500);

  @TempDir Path folder;

  @Test
  void timeStandsStillWhileTheBrokerIsAwayAndRunsOnAfterwards() throws Exception {
    Clock.SEEN.clear();
    Clock.passed = Long.MIN_VALUE;
    EmbeddedKafka kafka = EmbeddedKafka.start(folder);
    int port = kafka.port();
    String brokers = kafka.bootstrapServers();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      admin.createTopics(List.of(new NewTopic("observations", 2, (short) 1))).all().get();
    }
    JobClient job = job(brokers);
    try {
      long before = send(brokers, "before");
      Waiting.await(PATIENCE, () -> Clock.passed > before);
      kafka.close();
      long closed = System.currentTimeMillis();
      // Several times the idle timeout and the probe's interval.
      LockSupport.parkNanos(IDLE.multipliedBy(8).toNanos());
      assertThat(Clock.passed).isBetween(before, closed - BOUND.toMillis());
      kafka = EmbeddedKafka.start(folder, port);
      send(brokers, "after");
      Waiting.await(PATIENCE, () -> Clock.SEEN.contains("after"));
      long silent = System.currentTimeMillis();
      Waiting.await(PATIENCE, () -> Clock.passed > silent);
    } finally {
      job.cancel().get();
      kafka.close();
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
            "observations",
            "away",
            StartFrom.EARLIEST,
            false,
            ReportDelays.of(BOUND),
            IDLE,
            Duration.ofMinutes(5),
            StationLimits.DEFAULT,
            Map.of(),
            WireSettings.DEFAULTS);
    KafkaObservations.from(env, settings)
        .observations()
        .keyBy(Observation::stationId, Types.STRING)
        .process(new Clock())
        .returns(Types.STRING)
        .print();
    return env.executeAsync();
  }

  /** Knows how far event time has come, to 100 ms. */
  private static final class Clock extends KeyedProcessFunction<String, Observation, String> {
    static final Set<String> SEEN = new ConcurrentSkipListSet<>();
    static volatile long passed;

    @Override
    public void processElement(Observation observation, Context context, Collector<String> out) {
      SEEN.add(observation.stationId());
      context.timerService().registerEventTimeTimer(observation.timeMillis() + 1);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
      passed = Math.max(passed, timestamp);
      context.timerService().registerEventTimeTimer(timestamp + 100);
    }
  }

  private static long send(String brokers, String station) throws Exception {
    long time = System.currentTimeMillis();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[] value =
          new ObservationAvro().encode(Observation.at(station, time).build(), "observations");
      producer.send(new ProducerRecord<>("observations", 0, null, value)).get();
    }
    return time;
  }
}
