package io.petrel.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.alert.MsgType;
import io.petrel.alert.ResponseType;
import io.petrel.engine.JobGuard;
import io.petrel.ingest.IngestSettings;
import io.petrel.ingest.Ingested;
import io.petrel.ingest.KafkaObservations;
import io.petrel.ingest.StartFrom;
import io.petrel.ingest.StationLimits;
import io.petrel.state.CodecTypeInfo;
import io.petrel.testing.BothJobs;
import io.petrel.testing.CommittedRecords;
import io.petrel.testing.SharedKafka;
import io.petrel.testing.Waiting;
import io.petrel.weather.Observation;
import io.petrel.weather.ReportDelays;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.WireSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.internal.FlinkKafkaInternalProducer;
import org.apache.flink.connector.kafka.sink.internal.KafkaCommitter;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of transactions when checkpoints, commits and engines fail, on a real broker. */
@Timeout(180)
class TransactionsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(40);

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private SharedKafka kafka;
  private KafkaProducer<byte[], byte[]> producer;
  private Admin admin;
  private PublishSettings publish;
  private int sent;

  @BeforeEach
  void start() {
    kafka = SharedKafka.emptied();
    producer = producer(Map.of());
    admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()));
    settings("tx", Duration.ofMinutes(2), Duration.ofMinutes(1));
    Faulty.CHECKPOINTS.set(0);
    Faulty.FAIL_STATE.set(false);
    Faulty.STARTS.set(0);
  }

  @AfterEach
  void stop() {
    producer.close();
    admin.close();
  }

  private void settings(String prefix, Duration timeout, Duration outage) {
    publish =
        new PublishSettings(
            kafka.bootstrapServers(),
            TopicNames.withPrefix("tx."),
            AlertDelivery.EXACTLY_ONCE,
            prefix,
            timeout,
            outage,
            900 * 1024,
            Duration.ofHours(1),
            Map.of(),
            WireSettings.DEFAULTS);
    try (TopicAdmin topics = TopicAdmin.open(publish, Duration.ofSeconds(30))) {
      assertThat(topics.ensure(BothJobs.needs(publish, "tx.observations", 1)).problems()).isEmpty();
    }
  }

  @Test
  void aFewIdsAreUsedAgainAlsoAfterManyCheckpointsAndRestarts() throws Exception {
    JobClient job = job(Duration.ofMillis(50));
    try {
      for (int run = 1; run <= 3; run++) {
        long until = run * 70L;
        int starts = 2 * run;
        Waiting.await("a start", DEADLINE, () -> Faulty.STARTS.get() >= starts);
        Waiting.await(
            "checkpoints",
            DEADLINE,
            () -> {
              send(1);
              return Faulty.CHECKPOINTS.get() >= 2 * until;
            });
        if (run < 3) {
          sendTrouble();
        }
      }
      int all = sent;
      Waiting.await("the last alert", DEADLINE, () -> alerts().size() >= all);
    } finally {
      job.cancel().get();
    }
    assertThat(alerts()).doesNotHaveDuplicates().hasSize(sent);
    Collection<TransactionListing> ids = admin.listTransactions().all().get();
    assertThat(ids)
        .extracting(TransactionListing::transactionalId)
        .filteredOn(id -> id.startsWith("tx-"))
        // Two subtasks of two sinks: one in use, one that is being committed, one more at times.
        .hasSizeBetween(4, 20);
  }

  @Test
  void aStartWithoutStateAbortsWhatADeadEngineLeftWhateverItsAge() throws Exception {
    settings("dead", Duration.ofMinutes(10), Duration.ofMinutes(1));
    // As after days: the id of a late checkpoint, and none before it.
    KafkaProducer<byte[], byte[]> dead =
        producer(
            Map.of("transactional.id", "dead-alerts-0-4711", "transaction.timeout.ms", "600000"));
    dead.initTransactions();
    dead.beginTransaction();
    dead.send(new ProducerRecord<>(publish.topics().alerts(), null, new byte[] {1})).get();
    JobClient job = job(Duration.ofMillis(200));
    try {
      send(1);
      Waiting.await("the alert", DEADLINE, () -> alerts().size() == 1);
    } finally {
      job.cancel().get();
      dead.close(Duration.ZERO);
    }
  }

  @Test
  void checkpointsThatFailForLongerThanATransactionLivesLoseNothing() throws Exception {
    // The brokers look for old transactions every 10 s.
    settings("long", Duration.ofSeconds(6), Duration.ofSeconds(2));
    JobClient job = job(Duration.ofMillis(500));
    try {
      send(10);
      Waiting.await("the first alerts", DEADLINE, () -> alerts().size() == 10);
      Faulty.FAIL_STATE.set(true);
      int starts = Faulty.STARTS.get();
      long end = System.nanoTime() + Duration.ofSeconds(22).toNanos();
      Waiting.await(
          "the end of the outage",
          DEADLINE,
          () -> {
            TimeUnit.MILLISECONDS.sleep(300);
            send(1);
            return System.nanoTime() > end;
          });
      Faulty.FAIL_STATE.set(false);
      int all = sent;
      Waiting.await("all alerts", DEADLINE, () -> alerts().size() >= all);
      assertThat(Faulty.STARTS.get()).isGreaterThan(starts + 2);
      assertThat(alerts()).doesNotHaveDuplicates().hasSize(all);
    } finally {
      job.cancel().get();
    }
  }

  @Test
  void aCommitThatFailsEndsTheJobUnlessItWasDoneBefore() throws Exception {
    Request committed = precommitted("c-alerts-0-0", Duration.ofMinutes(1));
    commit(committed);
    assertThat(committed.already).isFalse();
    commit(committed); // As after a restart from the same checkpoint.

    useAgain("c-alerts-0-0");
    commit(committed); // As after a restart, when a later checkpoint did not complete.
    assertThat(committed.already).isTrue();

    Request lost = precommitted("c-alerts-0-1", Duration.ofSeconds(1));
    Waiting.await(
        "that the broker aborts it",
        DEADLINE,
        () -> describe("c-alerts-0-1").state() == TransactionState.COMPLETE_ABORT);
    assertThatThrownBy(() -> commit(lost))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "The brokers have dropped transaction c-alerts-0-1, which a complete checkpoint counts"
                + " as sent: its records are missing");
    assertThat(lost.already).isFalse();
    assertThat(new TransactionalSink.StrictRequest(lost, publish.adminProperties()).toString())
        .doesNotContain("bootstrap.servers");
  }

  /** A transaction as a checkpoint of a writer that has died knows it. */
  private Request precommitted(String id, Duration timeout) throws Exception {
    KafkaProducer<byte[], byte[]> writer =
        producer(
            Map.of(
                "transactional.id",
                id,
                "transaction.timeout.ms",
                String.valueOf(timeout.toMillis())));
    writer.initTransactions();
    writer.beginTransaction();
    writer.send(new ProducerRecord<>(publish.topics().late(), null, new byte[] {1})).get();
    TransactionDescription open = describe(id);
    writer.close(Duration.ZERO);
    return new Request(
        new KafkaCommittable(open.producerId(), (short) open.producerEpoch(), id, null));
  }

  private void useAgain(String id) {
    try (KafkaProducer<byte[], byte[]> writer = producer(Map.of("transactional.id", id))) {
      writer.initTransactions();
    }
  }

  private TransactionDescription describe(String id) throws Exception {
    return admin.describeTransactions(List.of(id)).description(id).get();
  }

  private void commit(Request request) throws Exception {
    Properties properties = publish.producerProperties();
    properties.put("key.serializer", ByteArraySerializer.class.getName());
    properties.put("value.serializer", ByteArraySerializer.class.getName());
    try (Committer<KafkaCommittable> committer =
        new TransactionalSink.StrictCommitter(
            new KafkaCommitter(properties, "c-alerts", 0, 0, true, FlinkKafkaInternalProducer::new),
            publish.adminProperties())) {
      committer.commit(List.of(request));
    }
  }

  private static final class Request implements Committer.CommitRequest<KafkaCommittable> {
    private final KafkaCommittable transaction;
    private boolean already;

    Request(KafkaCommittable transaction) {
      this.transaction = transaction;
    }

    @Override
    public KafkaCommittable getCommittable() {
      return transaction;
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
      throw new AssertionError("counted and forgotten", reason);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      throw new IllegalStateException(reason);
    }

    @Override
    public void retryLater() {
      throw new AssertionError("to be tried again");
    }

    @Override
    public void updateAndRetryLater(KafkaCommittable other) {
      throw new AssertionError("to be tried again");
    }

    @Override
    public void signalAlreadyCommitted() {
      already = true;
    }
  }

  /** Observations in, an alert each out, on two topics. */
  private JobClient job(Duration checkpointInterval) throws Exception {
    Configuration conf = new Configuration();
    conf.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
    conf.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    conf.set(PipelineOptions.GENERIC_TYPES, false);
    conf.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    conf.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    conf.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
    env.setParallelism(2);
    Ingested ingested =
        KafkaObservations.from(
            env,
            new IngestSettings(
                kafka.bootstrapServers(),
                "tx.observations",
                "tx",
                StartFrom.EARLIEST,
                false,
                ReportDelays.of(Duration.ofMillis(200)),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                StationLimits.DEFAULT,
                Map.of(),
                WireSettings.DEFAULTS));
    DataStream<Alert> alerts =
        ingested
            .observations()
            .rebalance()
            .map(new Faulty())
            .returns(CodecTypeInfo.of(AlertCodec.INSTANCE))
            .uid("alerts");
    AlertTopics.publishAlerts(JobGuard.ofDetection(alerts, publish), publish);
    AlertTopics.publishIncidents(alerts, publish);
    ingested.rejected().sinkTo(new DiscardingSink<>());
    return env.executeAsync();
  }

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      publish("s" + sent++);
    }
    producer.flush();
  }

  private void sendTrouble() {
    Faulty.FAIL_ONCE.set(true);
    publish("trouble" + sent++);
    producer.flush();
  }

  private void publish(String station) {
    byte[] value =
        new ObservationAvro()
            .encode(Observation.at(station, System.currentTimeMillis()).build(), "tx.observations");
    producer.send(new ProducerRecord<>("tx.observations", value));
  }

  private List<String> alerts() {
    return CommittedRecords.of(kafka.bootstrapServers(), publish.topics().alerts()).stream()
        .map(record -> new String(record.key(), StandardCharsets.UTF_8))
        .toList();
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, String> more) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    properties.putAll(more);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** One alert for each observation; fails once, or fails to write its state, when told. */
  private static final class Faulty extends RichMapFunction<Observation, Alert>
      implements CheckpointedFunction, CheckpointListener {
    static final AtomicBoolean FAIL_ONCE = new AtomicBoolean();
    static final AtomicBoolean FAIL_STATE = new AtomicBoolean();
    static final AtomicLong CHECKPOINTS = new AtomicLong();
    static final java.util.concurrent.atomic.AtomicInteger STARTS =
        new java.util.concurrent.atomic.AtomicInteger();

    @Override
    public Alert map(Observation observation) {
      if (observation.stationId().startsWith("trouble") && FAIL_ONCE.compareAndSet(true, false)) {
        throw new IllegalStateException("told to fail");
      }
      return TestAlerts.alert(
          observation.stationId(), 0, MsgType.ALERT, ResponseType.MONITOR, 1_000);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      STARTS.incrementAndGet();
      ListState<String> state =
          context
              .getOperatorStateStore()
              .getListState(new ListStateDescriptor<>("unwritable", new Unwritable()));
      state.update(List.of("x"));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {}

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      CHECKPOINTS.incrementAndGet();
    }
  }

  /** Written in the asynchronous part of a checkpoint: the writers have prepared their commits. */
  private static final class Unwritable extends TypeSerializerSingleton<String> {
    private static final long serialVersionUID = 1;
    private static final TypeSerializer<String> TEXT = StringSerializer.INSTANCE;

    @Override
    public void serialize(String value, DataOutputView out) throws IOException {
      if (Faulty.FAIL_STATE.get()) {
        throw new IOException("No space left on device");
      }
      TEXT.serialize(value, out);
    }

    @Override
    public String deserialize(DataInputView in) throws IOException {
      return TEXT.deserialize(in);
    }

    @Override
    public String deserialize(String reuse, DataInputView in) throws IOException {
      return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
      TEXT.copy(in, out);
    }

    @Override
    public String copy(String from) {
      return from;
    }

    @Override
    public String copy(String from, String reuse) {
      return from;
    }

    @Override
    public String createInstance() {
      return "";
    }

    @Override
    public boolean isImmutableType() {
      return true;
    }

    @Override
    public int getLength() {
      return -1;
    }

    @Override
    public TypeSerializerSnapshot<String> snapshotConfiguration() {
      return TEXT.snapshotConfiguration();
    }
  }
}
