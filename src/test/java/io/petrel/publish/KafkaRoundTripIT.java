package io.petrel.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.alert.MsgType;
import io.petrel.alert.ResponseType;
import io.petrel.ingest.IngestSettings;
import io.petrel.ingest.Ingested;
import io.petrel.ingest.KafkaObservations;
import io.petrel.ingest.StartFrom;
import io.petrel.ingest.StationLimits;
import io.petrel.rule.RuleEvent;
import io.petrel.state.CodecTypeInfo;
import io.petrel.testing.BothJobs;
import io.petrel.testing.SharedKafka;
import io.petrel.testing.Waiting;
import io.petrel.weather.Observation;
import io.petrel.weather.ReportDelays;
import io.petrel.weather.Variables;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.AlertAvro;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.WireSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ingest and publish in running jobs, on a real broker. */
class KafkaRoundTripIT {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(300);
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static SharedKafka kafka;
  private static KafkaProducer<byte[], byte[]> producer;

  private static int test;
  private PublishSettings publish;
  private String input;

  private final ObservationAvro avro = new ObservationAvro();

  @BeforeAll
  static void start() {
    kafka = SharedKafka.emptied();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
  }

  @BeforeEach
  void topics() {
    test++;
    input = "t" + test + ".observations";
    publish = settings(AlertDelivery.EXACTLY_ONCE);
    try (TopicAdmin topics = TopicAdmin.open(publish, Duration.ofSeconds(30))) {
      assertThat(topics.ensure(BothJobs.needs(publish, input, 3)).problems()).isEmpty();
    }
  }

  private static PublishSettings settings(AlertDelivery delivery) {
    return new PublishSettings(
        kafka.bootstrapServers(),
        TopicNames.withPrefix("t" + test + "."),
        delivery,
        "t" + test,
        Duration.ofMinutes(2),
        Duration.ofMinutes(1),
        900 * 1024,
        Duration.ofHours(1),
        Map.of(),
        WireSettings.DEFAULTS);
  }

  @Test
  void eachAlertOnceAlthoughTheJobFails() throws Exception {
    List<ConsumerRecord<byte[], byte[]>> alerts = runAndFail();
    assertThat(alerts).hasSize(400);
    assertThat(keys(alerts)).hasSize(400);
    assertCloudEvent(alerts.get(0));
    assertThat(keys(awaitAll(publish.topics().incidents(), 400))).isEqualTo(keys(alerts));
  }

  @Test
  void withoutTransactionsAnAlertThatComesAgainIsTheSame() throws Exception {
    publish = settings(AlertDelivery.AT_LEAST_ONCE);
    Map<String, byte[]> bytes = new HashMap<>();
    List<ConsumerRecord<byte[], byte[]>> alerts = runAndFail();
    for (ConsumerRecord<byte[], byte[]> record : alerts) {
      byte[] earlier = bytes.putIfAbsent(headers(record).get("ce_id"), record.value());
      if (earlier != null) {
        assertThat(record.value()).isEqualTo(earlier);
      }
    }
    assertThat(bytes).hasSize(400);
  }

  /** A job that fails in mid-stream after a checkpoint; gives all that a subscriber sees. */
  private List<ConsumerRecord<byte[], byte[]>> runAndFail() throws Exception {
    FailOnce.FAIL.set(false);
    FailOnce.FAILED.set(false);
    FailOnce.CHECKPOINTS.set(0);
    StreamExecutionEnvironment env = env();
    Ingested ingested = KafkaObservations.from(env, ingest(false, WireSettings.DEFAULTS));
    DataStream<Alert> alerts =
        ingested
            .observations()
            .map(new FailOnce())
            .returns(CodecTypeInfo.of(AlertCodec.INSTANCE))
            .uid("alerts");
    AlertTopics.publishAlerts(alerts, publish);
    AlertTopics.publishIncidents(alerts, publish);
    JobClient job = env.executeAsync();
    try {
      send(0, 200);
      assertThat(keys(awaitAll(publish.topics().alerts(), 200))).hasSize(200);
      Waiting.await(DEADLINE, () -> FailOnce.CHECKPOINTS.get() > 0);
      FailOnce.FAIL.set(true);
      send(200, 400);
      Waiting.await(DEADLINE, FailOnce.FAILED::get);
      awaitKeys(publish.topics().alerts(), 400);
      // What came again after the failure is committed with the next checkpoints.
      long before = FailOnce.CHECKPOINTS.get();
      Waiting.await(DEADLINE, () -> FailOnce.CHECKPOINTS.get() >= before + 2);
      return awaitKeys(publish.topics().alerts(), 400);
    } finally {
      job.cancel().get();
    }
  }

  private void assertCloudEvent(ConsumerRecord<byte[], byte[]> record) {
    Alert alert = ((Decoded.Value<Alert>) new AlertAvro().decode(record.value())).value();
    Map<String, String> headers = headers(record);
    assertThat(text(record.key())).isEqualTo(alert.incidentId());
    assertThat(headers)
        .containsEntry("ce_specversion", "1.0")
        .containsEntry("ce_id", alert.identifier())
        .containsEntry("ce_subject", alert.incidentId())
        .containsEntry("content-type", "application/avro");
    // The wall clock of the producer, not the alert's event time.
    assertThat(record.timestamp()).isCloseTo(System.currentTimeMillis(), within(300_000L));
  }

  @Test
  void garbageAndOtherSchemasInAndWhatIsNoObservationOutUnchanged() throws Exception {
    Schema older = olderSchema();
    WireSettings wire = new WireSettings(List.of(older.toString()), null, false);
    StreamExecutionEnvironment env = env();
    Ingested ingested = KafkaObservations.from(env, ingest(true, wire));
    AlertTopics.publishRejected(ingested.rejected(), publish);
    AlertTopics.publishLate(ingested.observations(), publish);

    byte[] garbage = {(byte) 0xC3, 1, 5, 5, 5, 5, 5, 5, 5, 5, 0};
    producer
        .send(
            new ProducerRecord<>(
                input,
                2,
                "key".getBytes(StandardCharsets.UTF_8),
                garbage,
                List.of(header("trace", "abc"))))
        .get();
    producer.send(new ProducerRecord<>(input, 1, null, null)).get();
    GenericRecord record = new GenericData.Record(older);
    record.put("station_id", "old");
    record.put("time", 1_000_000L);
    record.put("pressure_hpa", 999.5);
    ByteBuffer old =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), older).encode(record);
    producer
        .send(
            new ProducerRecord<>(
                input, 0, null, Arrays.copyOfRange(old.array(), 0, old.remaining())))
        .get();
    Observation current = Observation.at("new", 2_000_000L).set("pressure_hpa", 1001).build();
    producer.send(new ProducerRecord<>(input, 0, null, avro.encode(current, input))).get();

    env.execute();

    List<Observation> read = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> out : awaitAll(publish.topics().late(), 2)) {
      read.add(((Decoded.Value<Observation>) avro.decode(out.value())).value());
    }
    assertThat(read)
        .containsExactlyInAnyOrder(
            current, Observation.at("old", 1_000_000L).set("pressure_hpa", 999.5).build());

    List<ConsumerRecord<byte[], byte[]>> rejected = awaitAll(publish.topics().rejected(), 2);
    ConsumerRecord<byte[], byte[]> bad =
        rejected.stream().filter(r -> r.value() != null).findFirst().orElseThrow();
    assertThat(bad.value()).isEqualTo(garbage);
    assertThat(text(bad.key())).isEqualTo("key");
    assertThat(headers(bad))
        .containsEntry("trace", "abc")
        .containsEntry("petrel-reason", "unknown-schema")
        .containsEntry(
            "petrel-reason-text", "the schema with the fingerprint 0505050505050505 is unknown")
        .containsEntry("petrel-source-topic", input)
        .containsEntry("petrel-source-partition", "2")
        .containsEntry("petrel-source-offset", "0");
    ConsumerRecord<byte[], byte[]> empty =
        rejected.stream().filter(r -> r.value() == null).findFirst().orElseThrow();
    assertThat(headers(empty)).containsEntry("petrel-reason", "empty");
  }

  @Test
  void absencesFireAlthoughPartitionsAreEmptyAndTheInputIsSilent() throws Exception {
    TimerProbe.FIRED.clear();
    StreamExecutionEnvironment env = env();
    Ingested ingested = KafkaObservations.from(env, ingest(false, WireSettings.DEFAULTS));
    ingested
        .observations()
        .keyBy(Observation::stationId, Types.STRING)
        .process(new TimerProbe())
        .returns(Types.STRING)
        .print();
    JobClient job = env.executeAsync();
    try {
      long now = System.currentTimeMillis();
      // One partition of three has data; event time must pass the last report without another.
      producer
          .send(
              new ProducerRecord<>(
                  input, 1, null, avro.encode(Observation.at("a", now - 1_000).build(), input)))
          .get();
      Waiting.await(DEADLINE, () -> TimerProbe.FIRED.contains("a"));
    } finally {
      job.cancel().get();
    }
  }

  @Test
  void aBoundedRunEndsAtItsLatestObservation() throws Exception {
    TimerProbe.FIRED.clear();
    for (int i = 0; i < 30; i++) {
      producer
          .send(
              new ProducerRecord<>(
                  input,
                  i % 2,
                  null,
                  avro.encode(Observation.at("s" + i, 1_000_000L + i).build(), input)))
          .get();
    }
    StreamExecutionEnvironment env = env();
    KafkaObservations.from(env, ingest(true, WireSettings.DEFAULTS))
        .observations()
        .keyBy(Observation::stationId, Types.STRING)
        .process(new TimerProbe())
        .returns(Types.STRING)
        .print();
    env.execute();
    // Each asks for the time 1 ms after its report: of the last one that is after the end of time.
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < 29; i++) {
      expected.add("s" + i);
    }
    assertThat(TimerProbe.FIRED).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void ruleEventsAreToBeSeenAtOnceAndAlertsAreReadBack() throws Exception {
    StreamExecutionEnvironment env = env();
    AlertTopics.publishRules(
        env.fromData(Types.STRING, "gale")
            .map(
                rule ->
                    new RuleEvent(rule, "0123", RuleEvent.Outcome.ACCEPTED, "new file", -1, 1_000))
            .returns(CodecTypeInfo.of(RuleEvent.CODEC)),
        publish);
    Alert alert = TestAlerts.alert("i1", 0, MsgType.ALERT, ResponseType.MONITOR, 100);
    byte[] bytes = new AlertAvro().encode(alert, publish.topics().alerts());
    producer.send(new ProducerRecord<>(publish.topics().alerts(), null, bytes)).get();
    producer.send(new ProducerRecord<>(publish.topics().alerts(), null, new byte[] {1, 2})).get();
    ReadBack.READ.clear();
    PublishedAlerts.from(env, publish, "reader", Map.of())
        .map(new ReadBack())
        .returns(Types.STRING)
        .print();
    JobClient job = env.executeAsync();
    try {
      ConsumerRecord<byte[], byte[]> record = awaitAll(publish.topics().rules(), 1).get(0);
      assertThat(text(record.key())).isEqualTo("gale");
      assertThat(text(record.value())).contains("\"outcome\":\"ACCEPTED\"");
      Waiting.await(DEADLINE, () -> ReadBack.READ.contains("i1-0"));
    } finally {
      job.cancel().get();
    }
  }

  private static final class ReadBack implements MapFunction<Alert, String> {
    static final Set<String> READ = new ConcurrentSkipListSet<>();

    @Override
    public String map(Alert alert) {
      READ.add(alert.identifier());
      return alert.identifier();
    }
  }

  /** Notes the stations whose report's time + 1 ms has passed before the end of the input. */
  private static final class TimerProbe extends KeyedProcessFunction<String, Observation, String> {
    static final Set<String> FIRED = new ConcurrentSkipListSet<>();

    @Override
    public void processElement(Observation observation, Context context, Collector<String> out) {
      context.timerService().registerEventTimeTimer(observation.timeMillis() + 1);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
      if (context.timerService().currentWatermark() != Long.MAX_VALUE) {
        FIRED.add(context.getCurrentKey());
      }
    }
  }

  /** One alert for each observation; fails once when told, after a checkpoint and mid-stream. */
  private static final class FailOnce
      implements MapFunction<Observation, Alert>, CheckpointListener {
    static final AtomicBoolean FAIL = new AtomicBoolean();
    static final AtomicBoolean FAILED = new AtomicBoolean();
    static final AtomicLong CHECKPOINTS = new AtomicLong();

    @Override
    public Alert map(Observation observation) {
      if (FAIL.get()
          && observation.stationId().equals("s300")
          && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("told to fail");
      }
      return TestAlerts.alert(
          observation.stationId(), 0, MsgType.ALERT, ResponseType.MONITOR, 1_000);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      CHECKPOINTS.incrementAndGet();
    }
  }

  private static Schema olderSchema() {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : Variables.schema().getFields()) {
      if (Set.of("station_id", "time", "pressure_hpa").contains(field.name())) {
        fields.add(new Schema.Field(field, field.schema()));
      }
    }
    return Schema.createRecord("WeatherObservation", "", "io.petrel.weather", false, fields);
  }

  private IngestSettings ingest(boolean bounded, WireSettings wire) {
    return new IngestSettings(
        kafka.bootstrapServers(),
        input,
        "g" + test,
        StartFrom.EARLIEST,
        bounded,
        ReportDelays.of(Duration.ofMillis(200)),
        Duration.ofSeconds(1),
        Duration.ofMinutes(5),
        StationLimits.DEFAULT,
        Map.of(),
        wire);
  }

  private static StreamExecutionEnvironment env() {
    Configuration conf = new Configuration();
    conf.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    conf.set(PipelineOptions.GENERIC_TYPES, false);
    conf.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    conf.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    conf.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
    env.setParallelism(2);
    return env;
  }

  private void send(int from, int to) {
    long now = System.currentTimeMillis();
    for (int i = from; i < to; i++) {
      Observation observation = Observation.at("s" + i, now).build();
      producer.send(new ProducerRecord<>(input, i % 3, null, avro.encode(observation, input)));
    }
    producer.flush();
  }

  /** Reads until the count is reached, and then on: what comes once too often is seen. */
  private static List<ConsumerRecord<byte[], byte[]>> awaitAll(String topic, int count) {
    return await(topic, records -> records.size() >= count);
  }

  private static List<ConsumerRecord<byte[], byte[]>> awaitKeys(String topic, int count) {
    return await(topic, records -> keys(records).size() >= count);
  }

  private static List<ConsumerRecord<byte[], byte[]>> await(
      String topic, java.util.function.Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    properties.put("isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo info : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(topic, info.partition()));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = System.nanoTime() + DEADLINE.toNanos();
      while (!enough.test(records) && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      assertThat(enough.test(records)).as("%d records on %s", records.size(), topic).isTrue();
      long over = System.nanoTime() + CHECKPOINT_INTERVAL.multipliedBy(3).toNanos();
      while (System.nanoTime() < over) {
        consumer.poll(CHECKPOINT_INTERVAL).forEach(records::add);
      }
    }
    return records;
  }

  private static Set<String> keys(List<ConsumerRecord<byte[], byte[]>> records) {
    Set<String> keys = new TreeSet<>();
    records.forEach(record -> keys.add(text(record.key())));
    return keys;
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
    return headers;
  }

  private static Header header(String name, String value) {
    return new org.apache.kafka.common.header.internals.RecordHeader(
        name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
